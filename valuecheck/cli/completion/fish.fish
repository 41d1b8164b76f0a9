# valuecheck completion for fish. 'valuecheck completion fish --install' saves it; by hand:
#   valuecheck completion fish > ~/.config/fish/completions/valuecheck.fish
function __valuecheck_candidates
    set -l words (commandline -opc) (commandline -ct)
    $words[1] complete -- $words[2..] 2>/dev/null
end
complete -c valuecheck -f -a '(__valuecheck_candidates)'
complete -c valuecheck -n '__fish_seen_subcommand_from import; or contains -- --output (commandline -opc)' -F
