using System.Text.Json;
using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads what <c>chat/completions</c> takes. What is not honoured is refused by name, and so is what nobody knows.</summary>
internal static class ChatAskReader
{
    /// <summary>Most messages of a request.</summary>
    public const int MaxMessages = 10_000;

    private static readonly string[] Drawing =
    [
        ChameleonOptionNames.Mode, ChameleonOptionNames.GuidanceText, ChameleonOptionNames.GuidanceImage, ChameleonOptionNames.NegativePrompt,
        ChameleonOptionNames.PictureTemperature, ChameleonOptionNames.PictureTopP, ChameleonOptionNames.PictureTopK, ChameleonOptionNames.ContinueFinalMessage,
    ];

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="caller">Whose it is.</param>
    /// <exception cref="ApiException">It makes no sense.</exception>
    public static ChatAsk Read(JsonFields body, ApiCaller caller)
    {
        var options = SamplingReader.Read(body, caller);
        options.MaxOutputTokens = MaxTokens(body);
        options.ResponseFormat = Format(body.Object("response_format"));
        ToolReader.Read(body, options);
        ReadDrawing(body, options);
        ReadProbabilities(body, options);
        RefuseWhatIsNotDone(body);
        var isStreamed = body.Flag("stream");
        var ask = new ChatAsk(Messages(body), options)
        {
            Model = body.Text("model"),
            Choices = SamplingReader.Choices(body),
            IsStreamed = isStreamed,
            TellsUsage = SamplingReader.TellsUsage(body, isStreamed),
        };
        body.RefuseOthers();
        return ask;
    }

    private static List<ChatMessage> Messages(JsonFields body)
    {
        var listed = body.List("messages") ?? throw ApiThrow.Missing("messages");
        List<ChatMessage> messages = [];
        foreach (var (item, path) in listed)
        {
            if (messages.Count == MaxMessages)
            {
                throw ApiThrow.Bad($"There are more than {MaxMessages} messages, which is the limit.", "messages", "invalid_value");
            }

            messages.Add(MessageReader.Read(new JsonFields(item, path)));
        }

        return messages.Count > 0 ? messages : throw ApiThrow.Bad("'messages' is empty, so there is nothing to answer.", "messages", "invalid_value");
    }

    private static int? MaxTokens(JsonFields body)
    {
        var (old, current) = (body.Whole("max_tokens", 1, int.MaxValue), body.Whole("max_completion_tokens", 1, int.MaxValue));
        return old is not null && current is not null && old != current
            ? throw ApiThrow.Bad("'max_tokens' and 'max_completion_tokens' say different things; send one of them.", "max_tokens", "invalid_value")
            : (int?)(current ?? old);
    }

    private static ChatResponseFormatJson? Format(JsonFields? format)
    {
        if (format is null)
        {
            return null;
        }

        switch (format.RequiredText("type"))
        {
            case "text":
                return null;
            case "json_object":
                return ChatResponseFormat.Json;
            case "json_schema":
                var wanted = format.Object("json_schema") ?? throw ApiThrow.Missing(format.PathOf("json_schema"));
                var schema = wanted.Any("schema") ?? throw ApiThrow.Missing(wanted.PathOf("schema"));
                return ChatResponseFormat.ForJsonSchema(ToolReader.Schema(schema, wanted.PathOf("schema")), wanted.Text("name"), wanted.Text("description"));
            case var other:
                throw ApiThrow.Value(format.PathOf("type"), other, "text, json_object or json_schema");
        }
    }

    private static void ReadDrawing(JsonFields body, ChatOptions options)
    {
        string[] kinds = [.. (body.List("modalities") ?? []).Select(kind => Kind(kind.Item, kind.Path))];
        if (kinds.Contains("image"))
        {
            options.AdditionalProperties![ChameleonOptionNames.Mode] = kinds.Contains("text") ? "interleaved" : "picture";
        }

        foreach (var name in Drawing)
        {
            SamplingReader.Pass(body, name, options);
        }
    }

    private static string Kind(JsonElement kind, string path) => kind.ValueKind != JsonValueKind.String
        ? throw ApiThrow.WrongKind(path, "a string", kind)
        : kind.GetString() is "text" or "image" ? kind.GetString()! : throw ApiThrow.Value(path, kind.GetString()!, "text or image");

    private static void ReadProbabilities(JsonFields body, ChatOptions options)
    {
        const string Name = "top_logprobs";
        var top = body.Whole(Name, 0, GenerationLimits.MaxTopProbabilities);
        if (body.Flag("logprobs"))
        {
            options.AdditionalProperties![ChameleonOptionNames.TopProbabilities] = (int)(top ?? 0);
        }
        else if (top is not null)
        {
            throw ApiThrow.Bad($"'{Name}' is only for requests with 'logprobs'.", Name, "invalid_value");
        }
    }

    private static void RefuseWhatIsNotDone(JsonFields body)
    {
        foreach (var (name, why) in NotDone)
        {
            if (body.Any(name) is not null)
            {
                throw ApiThrow.Refused(name, why);
            }
        }
    }

    private static readonly (string Name, string Why)[] NotDone =
    [
        ("audio", "this model makes text and pictures"),
        ("functions", "it was replaced by 'tools'"),
        ("function_call", "it was replaced by 'tool_choice'"),
        ("web_search_options", "this server searches nothing"),
        ("reasoning_effort", "this model answers without reasoning first"),
        ("verbosity", "this model knows no such setting; ask for it in words"),
    ];
}
