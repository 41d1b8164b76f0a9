if status is-interactive
    # When to look next, and when that was decided, as ages of the program's file: a clock without
    # a fork. A younger file is another one, or the clock was set. Before fish 3.5: since the epoch.
    # -1 stands for the prompt after one at which valuecheck could not ask.
    set -g __vc_next 0 0
    function __vc_look --on-event fish_prompt
        set -l vc_now (builtin -q path; and path mtime -R -- @BIN@; or command date +%s)
        test "$vc_now" -lt "$__vc_next[1]" -a "$vc_now" -ge "$__vc_next[2]"; and return
        if set -q VALUECHECK_PROBE
            # valuecheck itself started this shell, to learn whether the hook is reached.
            echo fish >$VALUECHECK_PROBE
            set -g __vc_next 99999999999 0
            return
        end
        set -l vc_asked
        set -l vc_code 0
        set -l vc_key
        set -l vc_left
        if test "$__vc_next[1]" = -1
            set vc_asked already
            bind --erase -M default \e\[0n
            bind --erase -M insert \e\[0n
        end
        while true
            set -l vc_due
            set -l vc_clock (builtin -q path; and path mtime -- @BIN@; and path mtime -R -- @BIN@; or command date +%s)
            test -r @STAMP@; and read vc_due <@STAMP@
            string match -qr '^[0-9]{1,11}$' -- "$vc_due"; or set vc_due 0
            set vc_now $vc_clock[-1]
            set vc_left (math $vc_due - (string join -- ' - ' $vc_clock))
            # Not due. More than two days ahead is no stamp of ours.
            test "$vc_left" -gt 0 -a "$vc_left" -le 172800; and break
            set vc_left 60
            test -z "$vc_asked" -a -x @BIN@ -a "$TERM" != dumb -a "$VALUECHECK_HOOK" != 0; or break
            test -z "$CI$VSCODE_RESOLVING_ENVIRONMENT$INTELLIJ_ENVIRONMENT_READER$INSIDE_EMACS$SUDO_USER"; or break
            # A terminal, unlike in `fish -ilc 'emit fish_prompt; …'`, as editors run it.
            isatty stdin; and isatty stderr; or break
            set vc_asked now
            # env, because fish itself would complain of a missing interpreter.
            set vc_key (/usr/bin/env @BIN@ ask --hook fish --paste @FOLDERS@ 2>/dev/null)
            set vc_code $status
        end
        set -g __vc_next (math $vc_now + $vc_left) $vc_now
        test $vc_code -eq 75; and set -g __vc_next -1 0
        if test -n "$vc_key"
            # The key that began a command goes to the front of the line: at once from fish 4 on,
            # which no longer binds what the terminal answers; before, when the terminal answers
            # our request, because only then fish listens.
            if not string match -q '3.*' -- $version
                commandline -i -- $vc_key
                return
            end
            set -l vc_insert "commandline -C 0; commandline -i -- "(string escape -- $vc_key)"; commandline -f end-of-line"
            bind -M default \e\[0n $vc_insert
            bind -M insert \e\[0n $vc_insert
            printf '\e[5n' >/dev/tty
        end
    end
end
