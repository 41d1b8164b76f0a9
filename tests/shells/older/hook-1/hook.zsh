[[ -o interactive ]] || return 0
() {
    emulate -L zsh
    local vc_due vc_now
    { IFS= builtin read -r vc_due <@STAMP@ } 2>/dev/null || :
    [[ $vc_due == <1-99999999999> ]] || return 1
    vc_now=${(%):-%D{%s}}
    # Not due. More than two days ahead is no stamp of ours.
    (( vc_now < vc_due && vc_due - vc_now <= 172800 ))
} && return 0

# ---- Only reached when the question is probably due: at the first prompt, valuecheck decides. ----
[[ -z ${__vc_tries-} && -x @BIN@ && ${TERM-dumb} != dumb && ${VALUECHECK_HOOK-1} != 0 ]] || return 0
[[ -z ${CI-}${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-} ]] || return 0
[[ -z ${INSIDE_EMACS-}${SUDO_USER-} ]] || return 0
typeset -gi __vc_tries=3
typeset -ga precmd_functions
precmd_functions+=(__vc_precmd)

# Asks, and leaves the key that began a command in vc_key. Succeeds if it is to ask again.
__vc_ask() {
    local -i vc_code=0
    # Within zle standard input is not the terminal.
    vc_key="$(@BIN@ ask --hook zsh </dev/tty 2>/dev/null)" || vc_code=$?
    (( vc_code == 75 && --__vc_tries > 0 ))
}
__vc_precmd() {
    emulate -L zsh
    local vc_key=
    if (( ${+__p9k_instant_prompt_active} )); then
        # Powerlevel10k's instant prompt: until the prompt is drawn, after every precmd hook, no
        # descriptor is the terminal.
        autoload -Uz add-zle-hook-widget
        zle -N __vc_line_init
        add-zle-hook-widget line-init __vc_line_init
        return 0
    fi
    { [[ -t 0 && -t 2 ]] && __vc_ask } || __vc_disarm
    [[ -z $vc_key ]] || print -rz -- $vc_key
}
__vc_line_init() {
    emulate -L zsh
    local vc_key=
    add-zle-hook-widget -d line-init __vc_line_init
    # Somebody is typing already: the next prompt will do.
    (( PENDING || KEYS_QUEUED_COUNT )) && return 0
    zle -I
    __vc_ask || __vc_disarm
    LBUFFER+=$vc_key
}
__vc_disarm() {
    precmd_functions=(${precmd_functions:#__vc_precmd})
    unset __vc_tries
    unfunction __vc_ask __vc_precmd __vc_line_init __vc_disarm
}
