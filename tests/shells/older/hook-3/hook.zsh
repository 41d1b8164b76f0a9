# Written so that it parses under `emulate sh` and with braces ignored as well.
[[ -o interactive && ! -o restricted ]] || return 0
zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null || return 0
# When to look next, in seconds since the epoch; 1 stands for the prompt after one at which
# valuecheck could not ask.
typeset -gi __vc_next=0
__vc_look() {
    (( EPOCHSECONDS < __vc_next )) && return 0
    emulate -L zsh
    local vc_asked= vc_key= vc_left=
    local -i vc_code=0
    if [[ -n ${VALUECHECK_PROBE-} ]]; then
        # valuecheck itself started this shell, to learn whether the hook is reached.
        print zsh >|$VALUECHECK_PROBE
        __vc_next=9999999999
        return 0
    fi
    if [[ -n ${WIDGET-} ]]; then
        add-zle-hook-widget -d line-init __vc_look
        # Somebody is typing already: the next prompt will do.
        (( PENDING || KEYS_QUEUED_COUNT )) && return 0
        zle -I
    elif (( ${+__p9k_instant_prompt_active} )); then
        # Powerlevel10k's instant prompt: until the prompt is drawn, after every precmd hook, no
        # descriptor is the terminal.
        autoload -Uz add-zle-hook-widget
        zle -N __vc_look
        add-zle-hook-widget line-init __vc_look
        return 0
    fi
    if (( __vc_next == 1 )); then
        vc_asked=already
        print -n '\e[?2004l' >/dev/tty
    fi
    while true; do
        vc_left=
        { IFS= builtin read -r vc_left <@STAMP@; } 2>/dev/null || :
        [[ -n $vc_left && $vc_left != *[^0-9]* && $#vc_left -le 11 ]] || vc_left=0
        (( vc_left = 10#$vc_left - EPOCHSECONDS ))
        # Not due. More than two days ahead is no stamp of ours.
        (( vc_left > 0 && vc_left <= 172800 )) && break
        vc_left=60
        [[ -z $vc_asked && -x @BIN@ && ${TERM-dumb} != dumb && ${VALUECHECK_HOOK-1} != 0 ]] || break
        [[ -z ${CI-}${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-} ]] || break
        [[ -z ${INSIDE_EMACS-}${SUDO_USER-} ]] || break
        # Within zle standard input is not the terminal.
        [[ -n ${WIDGET-} || -t 0 && -t 2 ]] || break
        vc_asked=now
        vc_key="$(@BIN@ ask --hook zsh --paste @FOLDERS@ </dev/tty 2>/dev/null)" || vc_code=$?
    done
    (( __vc_next = EPOCHSECONDS + vc_left ))
    (( vc_code == 75 || vc_code > 128 )) && __vc_next=1
    # The key that began a command.
    if [[ -z $vc_key ]]; then
        return 0
    elif [[ -n ${WIDGET-} ]]; then
        LBUFFER+=$vc_key
    else
        print -rz -- $vc_key
    fi
}
typeset -ga precmd_functions
[[ " ${precmd_functions[*]-} " == *' __vc_look '* ]] || precmd_functions+=(__vc_look)
