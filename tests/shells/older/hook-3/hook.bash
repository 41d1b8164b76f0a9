# shellcheck shell=bash
# A restricted bash may not read files; while it reads its own, $- does not tell.
[[ $- == *i* && $- != *r* ]] && ! \builtin shopt -q restricted_shell || return 0
# The guard in PROMPT_COMMAND costs a prompt a few microseconds. A read-only PROMPT_COMMAND fails
# here without a word. An index of its own survives those who assign to the variable later.
if ((BASH_VERSINFO[0] > 5 || BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 1)); then
    # shellcheck disable=SC2016 # read at each prompt
    \builtin printf -v 'PROMPT_COMMAND[911]' %s \
        '((${EPOCHSECONDS-0}<${__vc_next-9999999999}))||__vc_look' 2>/dev/null || return 0
elif [[ ${PROMPT_COMMAND-} != *__vc_look* ]]; then
    # shellcheck disable=SC2016,SC2128 # element 0 on purpose
    \builtin printf -v PROMPT_COMMAND '%s\n%s' "${PROMPT_COMMAND-}" \
        '((${EPOCHSECONDS-$SECONDS}<${__vc_next-9999999999}))||__vc_look' 2>/dev/null || return 0
fi
# When to look next, by the clock of the guard: seconds since the epoch, before bash 5 since the
# start. 1 stands for the prompt after one at which valuecheck could not ask.
__vc_next=0
__vc_look() {
    # bash itself keeps the status of the last command for the prompt.
    if [[ ${1-} == insert ]]; then
        # Draws the prompt again, whose request is answered again: with nothing.
        READLINE_LINE=$__vc_letter$READLINE_LINE
        READLINE_POINT=$((READLINE_POINT + ${#__vc_letter}))
        \builtin bind '"\e[0n": ""'
        return 0
    fi
    \builtin local __vc_asked='' __vc_code=0 __vc_key='' __vc_left=0 __vc_now=0
    if [[ -n ${VALUECHECK_PROBE-} ]]; then
        # valuecheck itself started this shell, to learn whether the hook is reached.
        \builtin echo bash >|"$VALUECHECK_PROBE"
        __vc_next=9999999999
        return 0
    fi
    if ((__vc_next == 1)); then
        __vc_asked=already
        \builtin printf '\e[?2004l' >/dev/tty
        if [[ ${PS1-} == *'\[\e[5n\]' ]]; then
            PS1=${PS1%'\[\e[5n\]'}
            \builtin bind -r '\e[0n'
            \builtin unset -v __vc_letter
        fi
    fi
    while \builtin :; do
        if ((BASH_VERSINFO[0] > 4 || BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2)); then
            \builtin printf -v __vc_now '%(%s)T' -1
        else
            __vc_now=$(\command date +%s)
        fi
        __vc_left=''
        { IFS='' \builtin read -r __vc_left <@STAMP@; } 2>/dev/null || \builtin :
        # Digits are listed: in some locales 0-9 takes in others, on which arithmetic fails.
        if [[ -z $__vc_left || $__vc_left == *[!0123456789]* || ${#__vc_left} -gt 11 ]]; then
            __vc_left=0
        fi
        __vc_left=$((10#$__vc_left - __vc_now))
        # Not due. More than two days ahead is no stamp of ours.
        if ((__vc_left > 0 && __vc_left <= 172800)); then break; fi
        __vc_left=60
        if [[ -n $__vc_asked || ! -x @BIN@ || ! -t 0 || ! -t 2 ]] ||
            [[ ${TERM-dumb} == dumb || ${VALUECHECK_HOOK-1} == 0 || -n ${INSIDE_EMACS-} ]] ||
            [[ -n ${CI-}${VSCODE_RESOLVING_ENVIRONMENT-}${INTELLIJ_ENVIRONMENT_READER-} ]] ||
            [[ -n ${SUDO_USER-} ]]; then
            break
        fi
        __vc_asked=now
        # Before 4.4 the marks around a paste would become text.
        if ((BASH_VERSINFO[0] > 4 || BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4)); then
            __vc_key=$(@BIN@ ask --hook bash --paste @FOLDERS@ 2>/dev/null) || __vc_code=$?
        else
            __vc_key=$(@BIN@ ask --hook bash @FOLDERS@ 2>/dev/null) || __vc_code=$?
        fi
    done
    __vc_next=$((${EPOCHSECONDS-$SECONDS} + __vc_left))
    if ((__vc_code == 75 || __vc_code > 128)); then __vc_next=1; fi
    if [[ -n $__vc_key ]]; then
        # The key that began a command goes to the front of the line when the terminal answers the
        # request in the prompt: from then on readline listens. From a macro, readline 8.2.13 loses
        # the cursor after a letter of several bytes.
        __vc_letter=$__vc_key
        __vc_key=${__vc_key//\\/\\\\}
        __vc_key=${__vc_key//\"/\\\"}
        if ((BASH_VERSINFO[0] >= 5)); then
            \builtin bind -x '"\e[0n": __vc_look insert'
        elif [[ -o vi ]]; then
            \builtin bind "\"\\e[0n\": \"\\e0i$__vc_key\\eA\""
        else
            \builtin bind "\"\\e[0n\": \"\\C-a$__vc_key\\C-e\""
        fi
        PS1=${PS1-}'\[\e[5n\]'
    fi
    return 0
}
