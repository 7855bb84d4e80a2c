using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Models;
using Chameleon.Hub;

namespace Chameleon.Cli.Commands;

/// <summary><c>info</c>: what a model is, how big, and what it may do. Reads headers only, not the weights.</summary>
internal static class InfoCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, GlobalOptions globals)
    {
        var model = new Argument<string?>("MODEL") { Description = "Folder of the model; default: as for --model", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonFlags.Json();
        var command = new Command("info", "Says what a model is, how big, and what it may do") { model, json };
        command.SetAction((result, _) =>
        {
            var folder = result.GetValue(model) is { } named ? ModelLocator.Find(named, shell) : globals.FindModel(result, shell);
            var options = globals.EngineOptions(result, shell);
            var report = new ModelReport(ModelFacts.Read(folder, new ModelLoadOptions { Quantize = options.Quantize, KvCache = options.KvCache, Cache = options.Cache }));
            if (result.GetValue(json))
            {
                shell.WriteJson(report.WriteJson);
            }
            else
            {
                shell.WriteFacts(report.Lines());
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
