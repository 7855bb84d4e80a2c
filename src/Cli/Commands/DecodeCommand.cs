using System.CommandLine;
using System.Globalization;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Commands;

/// <summary><c>decode</c>: the picture of given codes.</summary>
internal static class DecodeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, EngineLoader loader)
    {
        var codes = new TextArgument("CODES", "All codes of a picture, as encode prints them");
        var output = new Option<string>("--output", "-o") { Description = "Where the picture goes: .png, .webp or .jpg", HelpName = "FILE", Required = true };
        var command = new Command("decode", "Turns codes into a picture") { codes.Words, output };
        command.SetAction(async (result, cancellationToken) =>
        {
            var path = shell.FullPath(result.GetRequiredValue(output));
            PictureOutput.Check(path);
            var list = CodeList.Parse(await codes.ReadAsync(result, shell, cancellationToken));
            await using var engine = await loader.LoadAsync(result, cancellationToken);
            if (list.Length != engine.Info.CodesPerPicture)
            {
                throw CommandFailure.Usage(string.Create(
                    CultureInfo.InvariantCulture, $"A picture of this model has {engine.Info.CodesPerPicture} codes; there are {list.Length}."));
            }

            var picture = await engine.DecodeAsync(list, cancellationToken);
            PictureOutput.Write(path, picture);
            shell.WriteLine(shell.ShortPath(path));
            return ExitCode.Done;
        });
        return command;
    }
}
