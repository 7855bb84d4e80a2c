using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>Puts calls of functions together, whose arguments come in pieces.</summary>
internal sealed class CallParts
{
    private readonly List<Call> calls = [];

    public void Add(JsonElement pieces)
    {
        foreach (var piece in pieces.EnumerateArray())
        {
            var call = Find(piece.Number("index"), piece.Text("id"));
            call.Id ??= piece.Text("id");
            if (piece.Has("function") is { } function)
            {
                call.Name ??= function.Text("name");
                call.Arguments.Append(function.Has("arguments") is { ValueKind: JsonValueKind.Object } whole
                    ? whole.GetRawText()
                    : function.Text("arguments"));
            }
        }
    }

    /// <summary>Adds the calls; arguments that do not parse are told in the call, not thrown. Whether there are any.</summary>
    public bool Finish(List<AIContent> contents)
    {
        foreach (var call in calls)
        {
            contents.Add(FunctionCallContent.CreateFromParsedArguments(
                call.Arguments.ToString(), call.Id ?? Guid.NewGuid().ToString("N"), call.Name ?? "", Parse));
        }

        return calls.Count > 0;
    }

    private static IDictionary<string, object?>? Parse(string arguments) =>
        string.IsNullOrWhiteSpace(arguments)
            ? new Dictionary<string, object?>()
            : JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments, AIJsonUtilities.DefaultOptions);

    /// <summary>By its index; servers that give none begin a new call with a new id.</summary>
    private Call Find(long? index, string? id)
    {
        var known = index is not null
            ? calls.Find(call => call.Index == index)
            : id is null ? calls.LastOrDefault() : calls.Find(call => call.Id == id);
        if (known is null)
        {
            known = new Call(index);
            calls.Add(known);
        }

        return known;
    }

    private sealed class Call(long? index)
    {
        public long? Index { get; } = index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
