# shellcheck shell=bash
[[ $- == *i* ]] || return 0
__vc_due='' __vc_now=0
{ IFS='' \builtin read -r __vc_due <@STAMP@; } 2>/dev/null || \builtin :
# Digits are listed: in some locales 0-9 takes in others, on which arithmetic fails.
if [[ -z $__vc_due || $__vc_due == *[!0123456789]* || ${#__vc_due} -gt 11 ]]; then
    __vc_due=0
elif ((BASH_VERSINFO[0] > 4 || BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2)); then
    \builtin printf -v __vc_now '%(%s)T' -1
else
    __vc_now=$(\command date +%s)
fi
__vc_due=$((10#$__vc_due - __vc_now))
# Not due. More than two days ahead is no stamp of ours.
if ((__vc_due > 0 && __vc_due <= 172800)); then
    \builtin unset -v __vc_due __vc_now
    return 0
fi
\builtin unset -v __vc_due __vc_now

# ---- Only reached when the question is probably due: at the first prompt, valuecheck decides. ----
if [[ -n ${__vc_tries-} || ! -x @BIN@ || ${TERM-dumb} == dumb || ${VALUECHECK_HOOK-1} == 0 ]] ||
    [[ -n ${CI-}${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-} ]] ||
    [[ -n ${INSIDE_EMACS-}${SUDO_USER-} ]]; then
    return 0
fi
__vc_tries=3
__vc_precmd() {
    \builtin local __vc_status="$?" __vc_code=0 __vc_key=''
    if [[ ${PS1-} == *'\[\e[5n\]' ]]; then
        PS1=${PS1%'\[\e[5n\]'}
        \builtin bind -r '\e[0n'
    fi
    if [[ -t 0 && -t 2 ]] && ((__vc_tries > 0)); then
        __vc_key=$(@BIN@ ask --hook bash 2>/dev/null) || __vc_code=$?
        if ((__vc_code == 75)); then
            __vc_tries=$((__vc_tries - 1))
            __vc_hand_back "$__vc_key"
            return "$__vc_status"
        fi
    fi
    # Others may keep a copy of PROMPT_COMMAND, so the name stays and does nothing.
    # shellcheck disable=SC2317,SC2329
    __vc_precmd() { return "$?"; }
    # shellcheck disable=SC2128,SC2178 # element 0 on purpose
    PROMPT_COMMAND=${PROMPT_COMMAND//__vc_precmd;/}
    if [[ -z $PROMPT_COMMAND ]]; then \builtin unset -v 'PROMPT_COMMAND[0]'; fi
    \builtin unset -v __vc_tries __vc_letter
    \builtin unset -f __vc_hand_back __vc_insert
    return "$__vc_status"
}
# The key that began a command goes to the front of the line when the terminal answers the
# request in the prompt: from then on readline listens.
__vc_hand_back() {
    if [[ -z $1 ]]; then return 0; fi
    __vc_letter=$1
    if ((BASH_VERSINFO[0] >= 5)); then
        \builtin bind -x '"\e[0n": __vc_insert'
    else
        \builtin local __vc_key=${1//\\/\\\\}
        __vc_key=${__vc_key//\"/\\\"}
        if [[ -o vi ]]; then
            \builtin bind "\"\\e[0n\": \"\\e0i$__vc_key\\eA\""
        else
            \builtin bind "\"\\e[0n\": \"\\C-a$__vc_key\\C-e\""
        fi
    fi
    PS1=${PS1-}'\[\e[5n\]'
}
# readline 8.2.13 loses the cursor after a letter of several bytes from a macro. This draws the
# prompt again, and its request is answered again: with nothing.
__vc_insert() {
    READLINE_LINE=$__vc_letter$READLINE_LINE
    READLINE_POINT=$((READLINE_POINT + ${#__vc_letter}))
    \builtin bind '"\e[0n": ""'
}
# Element 0 serves a string, an array (bash >= 5.1), and VS Code, which replaces it.
# shellcheck disable=SC2128,SC2178
PROMPT_COMMAND="__vc_precmd;${PROMPT_COMMAND-}"
