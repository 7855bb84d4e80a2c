using System.CommandLine;
using System.Text.Json;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Hub;

namespace Chameleon.Cli.Commands;

/// <summary><c>models</c>: lists the models that lie on this machine.</summary>
internal static class ModelsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var folders = new Argument<string[]>("DIR") { Description = "Folders to look into as well", Arity = ArgumentArity.ZeroOrMore };
        var json = CommonFlags.Json();
        var command = new Command("models", "Lists the models that lie here: the demo model's folder, the Hugging Face cache, and folders you name") { folders, json };
        command.SetAction((result, _) =>
        {
            string[] places = [.. ModelLocator.Shelves(shell), .. result.GetValue(folders)!.Select(shell.FullPath)];
            var models = ModelFinder.Find(places, HubOptions.OfEnvironment(shell.Variable).CacheFolder);
            if (result.GetValue(json))
            {
                shell.WriteJson(writer => WriteJson(writer, models));
            }
            else if (models.Count > 0)
            {
                shell.WriteFacts([.. models.Select(model => (model.Name, Describe(model)))]);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Describe(FoundModel model) => model switch
    {
        { Facts: { } facts } => string.Join(", ", Kinds(facts)),
        { Missing: { Count: > 0 } missing } => $"incomplete: lacks {string.Join(", ", missing)}{(model.Reference is { } reference ? $" ('chameleon pull {reference}' goes on)" : "")}",
        _ => $"cannot be loaded: {model.Problem}",
    };

    private static IEnumerable<string> Kinds(ModelFacts facts) =>
    [
        $"{Amount.Count(facts.Parameters)} parameters",
        Amount.Bytes(facts.StoredBytes),
        .. facts.Types,
        .. facts.CanDraw ? ["draws"] : Array.Empty<string>(),
        .. facts.Kept.Count == 0 ? Array.Empty<string>() : [$"{Amount.Bytes(facts.Kept.Sum(file => file.Length))} kept for the next start"],
    ];

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<FoundModel> models)
    {
        json.WriteStartArray("models");
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            json.WriteString("folder", model.Folder);
            json.WriteBoolean("complete", model.Facts is not null);
            json.WriteStartArray("missing");
            foreach (var file in model.Missing)
            {
                json.WriteStringValue(file);
            }

            json.WriteEndArray();
            if (model.Problem is { } problem)
            {
                json.WriteString("problem", problem);
            }

            if (model.Facts is { } facts)
            {
                json.WriteNumber("parameters", facts.Parameters);
                json.WriteNumber("stored_bytes", facts.StoredBytes);
                json.WriteString("types", string.Join(", ", facts.Types));
                json.WriteBoolean("draws", facts.CanDraw);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
