using System.CommandLine;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Cli.Commands;

/// <summary><c>tokenize</c>: a text as ids. Needs the model's tokenizer only, not its weights.</summary>
internal static class TokenizeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, GlobalOptions globals)
    {
        var text = new TextArgument("TEXT", "The text");
        var special = new Option<bool>("--special") { Description = "Reads control tokens such as <eoss> as control tokens, not as plain characters" };
        var json = CommonFlags.Json();
        var command = new Command("tokenize", "Prints the ids of a text") { text.Words, special, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var value = await text.ReadAsync(result, shell, cancellationToken);
            var folder = globals.FindModel(result, shell);
            var tokenizer = BpeTokenizer.Load(Path.Combine(folder, "tokenizer.json"));
            var ids = tokenizer.Encode(value, result.GetValue(special));
            if (result.GetValue(json))
            {
                shell.WriteJson(writer =>
                {
                    writer.WriteNumbers("ids", ids);
                    writer.WriteStartArray("tokens");
                    foreach (var id in ids)
                    {
                        writer.WriteStringValue(tokenizer.TokenOf(id));
                    }

                    writer.WriteEndArray();
                });
            }
            else
            {
                shell.WriteLine(string.Join(' ', ids));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
