using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

var shell = Shell.OfProcess();
shell.Interrupts.Listen();
return await ChameleonCommandLine.RunAsync(args, shell);
