if status is-interactive
    set -l vc_due
    set -l vc_left 0
    test -r @STAMP@; and read vc_due <@STAMP@
    if string match -qr '^[0-9]{1,11}$' -- "$vc_due"
        if builtin -q path
            # mtime and age of any one file add up to now: a clock without a fork. One
            # substitution for both, because each costs as much as all the rest.
            set -l vc_clock (path mtime -- @STAMP@; path mtime -R -- @STAMP@)
            set vc_left (math $vc_due - $vc_clock[1] - $vc_clock[2])
        else
            set vc_left (math $vc_due - (command date +%s))
        end
    end
    # More than two days ahead is no stamp of ours.
    if not test "$vc_left" -gt 0 -a "$vc_left" -le 172800
        and not set -q __vc_tries
        and test -x @BIN@ -a "$TERM" != dumb -a "$VALUECHECK_HOOK" != 0
        and test -z "$CI$VSCODE_RESOLVING_ENVIRONMENT$INTELLIJ_ENVIRONMENT_READER$INSIDE_EMACS$SUDO_USER"

        set -g __vc_tries 3
        function __vc_prompt --on-event fish_prompt
            bind --erase -M default \e\[0n
            bind --erase -M insert \e\[0n
            # A terminal, unlike in `fish -ilc 'emit fish_prompt; …'`, as editors run it.
            if isatty stdin; and isatty stderr; and test $__vc_tries -gt 0
                # env, because fish itself would complain of a missing interpreter.
                set -l key (/usr/bin/env @BIN@ ask --hook fish 2>/dev/null)
                if test $status -eq 75
                    set -g __vc_tries (math $__vc_tries - 1)
                    __vc_hand_back "$key"
                    return
                end
            end
            set -e __vc_tries
            functions -e __vc_prompt __vc_hand_back
        end
        # The key that began a command goes to the front of the line when the terminal answers
        # our request: from then on fish listens.
        function __vc_hand_back
            test -n "$argv"; or return
            set -l insert "commandline -C 0; commandline -i -- "(string escape -- $argv)"; commandline -f end-of-line"
            bind -M default \e\[0n $insert
            bind -M insert \e\[0n $insert
            printf '\e[5n' >/dev/tty
        end
    end
end
