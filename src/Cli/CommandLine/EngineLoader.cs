using System.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine;
using Chameleon.Engine.Models;
using Chameleon.Hub;

namespace Chameleon.Cli.CommandLine;

/// <summary>Loads the model that a command line names, with a bar while it takes long.</summary>
/// <param name="shell">Where the bar goes and paths start from.</param>
/// <param name="globals">Which model, and what computes.</param>
internal sealed class EngineLoader(Shell shell, GlobalOptions globals)
{
    /// <summary>The engine, ready.</summary>
    public async Task<ChameleonEngine> LoadAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var folder = globals.FindModel(result, shell);
        var progress = new LatestProgress<LoadProgress>();
        var loading = ChameleonEngine.LoadAsync(folder, globals.EngineOptions(result, shell), progress, cancellationToken);
        await ProgressBar.ShowAsync(
            shell,
            $"Loading {Path.GetFileName(folder)}",
            loading,
            () => progress.Latest is { BytesTotal: > 0 } latest ? latest.BytesDone / (double)latest.BytesTotal : 0);
        var engine = await loading;
        Tell(engine.Info.Cache);
        return engine;
    }

    private void Tell(WeightCacheReport? cache)
    {
        if (cache?.Problem is { } problem)
        {
            shell.Error.WriteLine($"chameleon: {TerminalText.Escape(problem)}");
        }

        if (cache?.State == WeightCacheState.Written)
        {
            shell.Error.WriteLine($"chameleon: {Amount.Bytes(cache.Bytes)} for the next start are in {TerminalText.Escape(cache.File)}");
        }
    }

    /// <summary>A model's name: its folder without the path to it.</summary>
    public static string NameOf(ChameleonEngine engine) => Path.GetFileName(Path.TrimEndingDirectorySeparator(engine.Info.Directory));
}
