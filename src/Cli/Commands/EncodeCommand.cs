using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Commands;

/// <summary><c>encode</c>: a picture as the model's codes.</summary>
internal static class EncodeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, EngineLoader loader)
    {
        var file = new Argument<string>("FILE") { Description = "The picture" };
        var json = CommonFlags.Json();
        var command = new Command("encode", "Prints a picture's codes, in rows from the top left") { file, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var picture = PictureFile.Read(shell.FullPath(result.GetRequiredValue(file)), cancellationToken);
            await using var engine = await loader.LoadAsync(result, cancellationToken);
            var codes = await engine.EncodeAsync(picture, cancellationToken);
            if (result.GetValue(json))
            {
                shell.WriteJson(writer =>
                {
                    writer.WriteNumbers("codes", codes);
                    writer.WriteString("model", EngineLoader.NameOf(engine));
                });
            }
            else
            {
                shell.WriteLine(string.Join(' ', codes));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
