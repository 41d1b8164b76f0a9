# nix-build .github/packaging/nix
# nix-env --install --file .github/packaging/nix
{ pkgs ? import <nixpkgs> { } }:

let
  python = pkgs.python3Packages;
  source = ../../..;
  initial = builtins.readFile (source + "/valuecheck/__init__.py");
  version = builtins.head (builtins.match ".*__version__ = \"([^\"]+)\".*" initial);
in
python.buildPythonApplication {
  pname = "valuecheck";
  inherit version;
  src = pkgs.lib.cleanSource source;
  pyproject = true;

  build-system = [ python.hatchling ];

  # The build runs the program, which prints its own manual page.
  nativeBuildInputs = with python; [ pydantic rich sqlite-utils tomlkit typer ];
  dependencies = with python; [ pydantic rich sqlite-utils tomlkit typer ];

  doInstallCheck = true;
  installCheckPhase = ''
    export VALUECHECK_HOME=$TMPDIR/home
    $out/bin/valuecheck 4 built by nix +packaging
    $out/bin/valuecheck log | grep -q 'built by nix'
    test -e $out/share/man/man1/valuecheck.1*
  '';

  meta = {
    description = "Once a day: how happy would paying customers be with what they funded?";
    license = pkgs.lib.licenses.mit;
    mainProgram = "valuecheck";
    platforms = pkgs.lib.platforms.unix;
  };
}
