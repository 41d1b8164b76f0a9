export-env {
  # %: the builtin, although many make `open` an alias of the system's. nushell has it since 0.112,
  # and before that there is no question.
  let known = (version | $in.major > 0 or $in.minor >= 112)
  let due = (try { %open --raw @STAMP@ | lines | first | into int } catch { 0 })
  let left = $due - ((date now | into int) // 1_000_000_000)
  let guards = [CI VSCODE_RESOLVING_ENVIRONMENT INTELLIJ_ENVIRONMENT_READER INSIDE_EMACS SUDO_USER]
  # More than two days ahead is no stamp of ours.
  if ($known and $nu.is-interactive and not ($left > 0 and $left <= 172800)
    and ($env.TERM? | default dumb) != dumb and ($env.VALUECHECK_HOOK? | default "1") != "0"
    and ($guards | all {|name| $env | get --optional $name | is-empty })) {
    $env.__vc_tries = 3
    $env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt? | default [] | append {||
      if ($env.__vc_tries? | default 0) > 0 {
        let last = ($env.LAST_EXIT_CODE? | default 0)
        # No program or a broken one: silence.
        let asked = (try { ^@BIN@ ask --hook nu | complete } catch { {exit_code: 0, stdout: ""} })
        $env.__vc_tries = (if $asked.exit_code == 75 { $env.__vc_tries - 1 } else { 0 })
        $env.LAST_EXIT_CODE = $last
        # The key that began a command.
        commandline edit --insert $asked.stdout
      }
    })
  }
}
