using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Hub;

namespace Chameleon.Cli.Commands;

/// <summary><c>pull</c>: fetches a model from a hub into the cache that Hugging Face's own programs use.</summary>
internal static class PullCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var model = new Argument<string>("MODEL") { Description = "OWNER/NAME, or OWNER/NAME@REVISION for a branch, a tag or a commit" };
        var command = new Command("pull", "Fetches a model from Hugging Face, or goes on where fetching it ended (HF_TOKEN, HF_HOME, HF_ENDPOINT are heeded)") { model };
        command.SetAction(async (result, cancellationToken) =>
        {
            var reference = HubReference.Parse(result.GetRequiredValue(model));
            using var hub = new ModelHub(HubOptions.OfEnvironment(shell.Variable));
            var progress = new LatestProgress<PullProgress>();
            var pulling = hub.PullAsync(reference, progress, cancellationToken);
            await ProgressBar.ShowAsync(
                shell, $"Pulling {reference}", pulling, () => progress.Latest is { BytesTotal: > 0 } latest ? latest.BytesDone / (double)latest.BytesTotal : 0);
            var pulled = await pulling;
            if (shell.ErrorIsTerminal)
            {
                shell.Error.WriteLine($"{reference} is there: {Amount.Bytes(pulled.Bytes)}, {Amount.Bytes(pulled.Fetched)} of them fetched now. 'chameleon chat -m {reference}' talks to it.");
            }

            shell.WriteLine(pulled.Folder);
            return ExitCode.Done;
        });
        return command;
    }
}
