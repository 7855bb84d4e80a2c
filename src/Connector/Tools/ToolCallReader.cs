using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Turns the text of an answer into text and calls as it comes. Text goes out as soon as it can no longer be the beginning
/// of a call; a call goes out once, when it is whole.
/// </summary>
/// <param name="onlyCalls">Whether text before a call is an answer in which the marker means nothing.</param>
internal sealed class ToolCallReader(bool onlyCalls) : IAnswerFilter
{
    private const string Marker = TokenGrammar.ToolCallMarker;

    private readonly StringBuilder held = new();
    private JsonEnd? call;
    private bool hasCalls;
    private bool isText;

    /// <inheritdoc/>
    public void Push(string text, IList<AIContent> contents)
    {
        foreach (var character in text)
        {
            held.Append(character);
            if (call is not null)
            {
                if (call.Push(character))
                {
                    contents.Add(Call(held.ToString()));
                    held.Clear();
                    (call, hasCalls) = (null, true);
                }
            }
            else if (EndsWithMarker())
            {
                // Between two calls stands a line break at most: part of the second.
                Release(hasCalls ? 0 : held.Length - Marker.Length, contents);
                call = new JsonEnd();
            }
        }

        if (call is null && !hasCalls)
        {
            Release(held.Length - BeginningOfMarker(), contents);
        }
    }

    /// <inheritdoc/>
    public ChatFinishReason? Finish(IList<AIContent> contents)
    {
        Release(held.Length, contents);
        return hasCalls ? ChatFinishReason.ToolCalls : null;
    }

    private static FunctionCallContent Call(string written)
    {
        using var document = JsonDocument.Parse(written.AsMemory(written.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length));
        var arguments = new Dictionary<string, object?>();
        foreach (var argument in document.RootElement.GetProperty("arguments").EnumerateObject())
        {
            arguments[argument.Name] = argument.Value.ValueKind == JsonValueKind.Null ? null : argument.Value.Clone();
        }

        var name = document.RootElement.GetProperty("name").GetString()!;
        return new FunctionCallContent($"call_{Guid.NewGuid():N}", name, arguments) { RawRepresentation = new WrittenCall(written) };
    }

    private bool EndsWithMarker() => !isText
        && held.Length >= Marker.Length
        && held[^1] == Marker[^1]
        && held.ToString(held.Length - Marker.Length, Marker.Length) == Marker;

    /// <summary>Characters at the end that may become the marker.</summary>
    private int BeginningOfMarker()
    {
        if (isText)
        {
            return 0;
        }

        var length = Math.Min(held.Length, Marker.Length - 1);
        while (length > 0 && held.ToString(held.Length - length, length) != Marker[..length])
        {
            length--;
        }

        return length;
    }

    private void Release(int length, IList<AIContent> contents)
    {
        if (length > 0)
        {
            contents.Add(new TextContent(held.ToString(0, length)));
            held.Remove(0, length);
            isText = onlyCalls;
        }
    }
}
