using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Cli.Commands;

/// <summary><c>quantize</c>: a smaller copy of a model.</summary>
internal static class QuantizeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, GlobalOptions globals)
    {
        var source = new Argument<string>("IN") { Description = "Folder of the model" };
        var destination = new Argument<string>("OUT") { Description = "Folder to make; must not exist" };
        var type = new Option<string>("--type")
        {
            Description = $"What the matrices become: {string.Join(", ", QuantizationTarget.All)}",
            HelpName = "TYPE",
            DefaultValueFactory = _ => "nf4-nested",
        };
        var head = new Option<bool>("--head") { Description = "The head too, which stays as it is otherwise" };
        var command = new Command("quantize", "Writes a quantised copy of a model, as transformers or quanto would load it") { source, destination, type, head };
        command.SetAction(async (result, cancellationToken) =>
        {
            var target = QuantizationTarget.Parse(result.GetRequiredValue(type));
            var folder = ModelLocator.Find(result.GetRequiredValue(source), shell);
            var written = result.GetRequiredValue(destination);
            var progress = new LatestProgress<QuantizationProgress>();
            var work = Task.Run(
                () => ChameleonQuantizer.Quantize(
                    folder, shell.FullPath(written), target, result.GetValue(head), globals.EngineOptions(result, shell).Threads, progress, cancellationToken),
                CancellationToken.None);
            await ProgressBar.ShowAsync(
                shell, $"Quantising {Path.GetFileName(folder)}", work, () => progress.Latest is { BytesTotal: > 0 } latest ? latest.BytesDone / (double)latest.BytesTotal : 0);
            shell.WriteLine(written);
            return ExitCode.Done;
        });
        return command;
    }
}
