using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class ConversationTraceTests
{
    private static readonly DataContent Picture = new(new byte[] { 1, 2, 3 }, "image/png");

    [Fact]
    public void The_same_conversation_has_the_same_name_at_each_point() =>
        Assert.Equal(Keys(Text("a"), Drawn(Picture), End, Text("b")), Keys(Text("a"), Drawn(new DataContent(new byte[] { 1, 2, 3 }, "image/webp")), End, Text("b")));

    [Fact]
    public void Every_difference_gives_another_name()
    {
        ConversationPart[][] conversations =
        [
            [],
            [Text("ab")],
            [Text("a"), Text("b")],
            [Text("b"), Text("a")],
            [Text("a"), End, Text("b")],
            [Text("ab"), End],
            [Text("")],
            [Text("\u0001\u0002\u0003")],
            [Drawn(Picture)],
            [Drawn(new DataContent(new byte[] { 1, 2 }, "image/png"))],
            [new ConversationPart.Picture(new PictureSource(null, new Uri("https://example.com/a"), false))],
            [new ConversationPart.Picture(new PictureSource(null, new Uri("https://example.com/b"), false))],
        ];
        var names = conversations.Select(conversation => Keys(conversation)[^1]).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Conversations_of_different_scopes_are_different_ones()
    {
        using var mine = new ConversationTrace("mine");
        using var yours = new ConversationTrace("yours");
        using var nobodys = new ConversationTrace(null);
        Assert.Equal(3, new[] { mine.Key, yours.Key, nobodys.Key }.Distinct().Count());
    }

    private static ConversationPart.EndOfTurn End { get; } = new();

    private static ConversationPart.Text Text(string value) => new(value, false);

    private static ConversationPart.Picture Drawn(DataContent content) => new(new PictureSource(content, null, true));

    private static List<UInt128> Keys(params ConversationPart[] parts)
    {
        using var trace = new ConversationTrace(null);
        List<UInt128> keys = [trace.Key];
        foreach (var part in parts)
        {
            trace.Add(part);
            keys.Add(trace.Key);
        }

        return keys;
    }
}
