# valuecheck completion for fish. Save it once:
#   valuecheck completion fish > ~/.config/fish/completions/valuecheck.fish
function __valuecheck_candidates
    set -l words (commandline -opc) (commandline -ct)
    $words[1] complete -- $words[2..] 2>/dev/null
end
complete -c valuecheck -f -a '(__valuecheck_candidates)'
