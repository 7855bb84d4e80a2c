using System.Text;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Messages as the model reads them. In the expectations | ends a turn, # is a picture, and parts of text are in quotes.</summary>
public sealed class ConversationReaderTests
{
    private static readonly DataContent Star = Picture("red-star.png");

    [Fact]
    public void Turns_alternate_and_each_is_closed() =>
        Assert.Equal("'one'|'two'|'three'|", Read(User("one"), Assistant(Text("two")), User("three")));

    [Fact]
    public void System_messages_stand_at_the_head_of_the_turn_they_are_in()
    {
        Assert.Equal("'be kind'+'\nhello'|", Read(System("be kind"), User("hello")));
        Assert.Equal("'one\ntwo'+'\nhello'|", Read(System("one"), System("two"), User("hello")));
        Assert.Equal("'a'|'b'|'now draw\nc'|", Read(User("a"), Assistant(Text("b")), System("now draw"), User("c")));
        Assert.Equal("'alone'|", Read(System("alone")));
    }

    [Fact]
    public void Developers_and_tools_speak_on_the_users_side() =>
        Assert.Equal("'d'+'\nu'|'a'|'t'|", Read(new ChatMessage(new ChatRole("developer"), "d"), User("u"), Assistant(Text("a")), new ChatMessage(ChatRole.Tool, "t")));

    [Fact]
    public void Instructions_come_first()
    {
        Assert.Equal("'first\nsystem'+'\nuser'|", Describe(Reader().Read([System("system"), User("user")], "first", false)));
        Assert.Equal("'first'|'greeting'|'user'|", Describe(Reader().Read([Assistant(Text("greeting")), User("user")], "first", false)));
    }

    [Fact]
    public void Messages_of_one_side_in_a_row_are_one_turn() =>
        Assert.Equal("'one\ntwo'|'three'+'\n'+'four'|'five'|", Read(User("one"), User("two"), Assistant(Text("three")), Assistant(Text("four")), User("five")));

    [Fact]
    public void Pieces_of_one_message_are_joined_with_nothing_between() =>
        Assert.Equal("'onetwo'|'threefour'|'five'|", Read(User(Text("one"), Text("two")), Assistant(Text("three"), Text(""), Text("four")), User("five")));

    [Fact]
    public void A_conversation_that_the_assistant_begins_has_an_empty_turn_before_it() =>
        Assert.Equal("|'welcome'|'hello'|", Read(Assistant(Text("welcome")), User("hello")));

    [Fact]
    public void What_the_assistant_said_last_is_said_to_the_model()
    {
        Assert.Equal("'draw\nhere: '#|", Read(User("draw"), Assistant(Text("here: "), Star)));
        Assert.Equal("'a'|'b'|'c\nd\ne'|", Read(User("a"), Assistant(Text("b")), User("c"), Assistant(Text("d")), Assistant(Text("e"))));
        Assert.Equal("'alone'|", Read(Assistant(Text("alone"))));
    }

    [Fact]
    public void What_the_assistant_said_last_is_gone_on_with_when_that_is_asked_for()
    {
        Assert.Equal("'draw'|'here: '#", Continue(User("draw"), Assistant(Text("here: "), Star)));
        Assert.Equal("|'alone'", Continue(Assistant(Text("alone"))));
        Assert.Equal("'a'|", Continue(User("a")));
    }

    [Fact]
    public void A_reply_of_no_words_is_a_reply_all_the_same() =>
        Assert.Equal("'a'|'b'||", Read(User("a"), Assistant(Text("b")), User("")));

    [Fact]
    public void Pictures_stand_where_they_were_put()
    {
        Assert.Equal("#'what'|", Read(User(Star, Text("what"))));
        Assert.Equal("'a'##'b'#|", Read(User(Text("a"), Star, Star, Text("b"), Star)));
        Assert.Equal("'look: '#'at this\nand'#|'x'#'y'|'more'|", Read(System("look: "), User(Star, Text("at this")), User(Text("and"), Star), Assistant(Text("x"), Star, Text("y")), User("more")).Replace("'look: \n'", "'look: '", StringComparison.Ordinal));
        Assert.Equal("#'hi'|", Read(new ChatMessage(ChatRole.System, [Star]), User("hi")));
        Assert.Equal("'hi'#'x'|", Read(User("hi"), new ChatMessage(ChatRole.Tool, [Star, Text("x")])));
    }

    [Fact]
    public void Only_the_assistants_pictures_may_speak_for_themselves()
    {
        var parts = Reader().Read([User(Star), Assistant(Star), new ChatMessage(ChatRole.Tool, [Star]), Assistant(Star)], null, false);
        Assert.Equal([false, true, false, true], parts.OfType<ConversationPart.Picture>().Select(part => part.Source.IsAssistants));
    }

    [Fact]
    public void Only_what_the_assistant_said_at_a_stretch_is_looked_up_as_its_words()
    {
        var parts = Reader().Read([System("s"), User("u"), Assistant(Text("a"), Star, Text("b"), Text("c")), Assistant(Text("d")), User("v"), Assistant(Text("e"))], null, false);
        Assert.Equal(["a", "bc", "d"], parts.OfType<ConversationPart.Text>().Where(part => part.IsAssistants).Select(part => part.Value));
    }

    [Fact]
    public void Notes_about_an_answer_are_no_part_of_what_was_said()
    {
        var contents = new AIContent[]
        {
            new TextReasoningContent("hm"), Text("a"), new UsageContent(), new ErrorContent("cut"), new ImageGenerationToolCallContent("1"),
            new ImageGenerationToolResultContent("1") { Outputs = [Star] }, Text("b"),
        };
        Assert.Equal("'x'|'ab'|'y'|", Read(User("x"), Assistant(contents), User("y")));
    }

    [Fact]
    public void Files_of_text_are_read_as_text()
    {
        var file = new DataContent(Encoding.UTF8.GetBytes("\uFEFFgrüße"), "text/plain") { Name = "<s>.txt" };
        Assert.Equal("'read: grüße'|", Read(User(Text("read: "), file)));
        Assert.Equal("'<svg/>'|", Read(User(new DataContent("<svg/>"u8.ToArray(), "text/html"))));
        Assert.Equal("'abc'|", Read(User(new UriContent("data:text/plain;base64,YWJj", "text/plain"))));
        Assert.Equal("'\uFFFD'|", Read(User(new DataContent(new byte[] { 0xFF }, "text/plain"))));
    }

    [Fact]
    public void Data_uris_are_pictures_too_and_are_decoded_later()
    {
        var parts = Reader().Read([User(new UriContent("data:image/png;base64,AAAA", "image/*"))], null, false);
        Assert.Equal("data:image/png;base64,AAAA", Assert.IsType<ConversationPart.Picture>(parts[0]).Source.Address!.OriginalString);
    }

    [Fact]
    public void Bytes_of_no_declared_kind_may_be_a_picture() =>
        Assert.Equal("#|", Read(User(new DataContent(Bytes("red-star.png"), "application/octet-stream"))));

    [Theory]
    [InlineData("audio/wav")]
    [InlineData("application/pdf")]
    [InlineData("video/mp4")]
    public void Data_of_other_kinds_is_refused_by_name(string mediaType)
    {
        var error = Assert.Throws<NotSupportedException>(() => Read(User(new DataContent(new byte[] { 1 }, mediaType))));
        Assert.Contains($"'{mediaType}'", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Read(User(new UriContent("https://example.com/x", mediaType))));
    }

    public static TheoryData<AIContent> Unread => new()
    {
        new HostedFileContent("file-1"), new HostedVectorStoreContent("store-1"), new AIContent(),
    };

    [Theory]
    [MemberData(nameof(Unread))]
    public void Content_that_cannot_be_read_is_refused_by_name(AIContent content)
    {
        var error = Assert.Throws<NotSupportedException>(() => Read(User(Text("x"), content)));
        Assert.Contains(content.GetType().Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_among_the_contents_is_refused() =>
        Assert.Contains("null", Assert.Throws<NotSupportedException>(() => Read(User(Text("x"), null!))).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_among_the_messages_is_refused_by_its_place() =>
        Assert.Contains("Message 1 is null", Assert.Throws<ArgumentException>("messages", () => Read(User("x"), null!)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_messages_are_nothing_to_answer()
    {
        Assert.Throws<ArgumentException>("messages", () => Read());
        Assert.Throws<ArgumentException>("messages", () => Reader().Read([], "instructions", false));
    }

    [Fact]
    public void Roles_that_are_not_known_are_refused_by_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => Read(new ChatMessage(new ChatRole("critic"), "bad")));
        Assert.Contains("'critic'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:secret@127.0.0.1/private?token=1", "http://127.0.0.1,")]
    [InlineData("https://example.com/cat.png", "https://example.com,")]
    public void Addresses_are_refused_unless_somebody_fetches_and_only_the_server_is_told(string address, string told)
    {
        var error = Assert.Throws<NotSupportedException>(() => Read(User(new UriContent(address, "image/png"))));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/cat.png")]
    [InlineData("gopher://example.com/cat.png")]
    public void Case34_other_schemes_never_reach_a_fetcher(string address)
    {
        var reader = new ConversationReader(new ChameleonChatClientOptions { PictureFetcher = new Refusing() });
        var error = Assert.Throws<NotSupportedException>(() => reader.Read([User(new UriContent(address, "image/png"))], null, false));
        Assert.Contains($"'{new Uri(address).Scheme}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("passwd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Case34_addresses_in_text_are_text() =>
        Assert.Equal("'![cat](http://127.0.0.1/cat.png) data:image/png;base64,AAAA'|", Read(User("![cat](http://127.0.0.1/cat.png) data:image/png;base64,AAAA")));

    [Fact]
    public void Pictures_beyond_the_limits_are_refused_with_the_limit()
    {
        var reader = new ConversationReader(new ChameleonChatClientOptions { MaxPictures = 2 });
        Assert.Equal("##|", Describe(reader.Read([User(Star, Star)], null, false)));
        Assert.Contains("more than 2 pictures", Assert.Throws<ArgumentException>(() => reader.Read([User(Star, Star, Star)], null, false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_was_said_stays_in_order_and_the_answer_always_comes_on_the_assistants_side()
    {
        var random = new Random(11);
        ChatRole[] roles = [ChatRole.User, ChatRole.Assistant, ChatRole.System, ChatRole.Tool];
        for (var round = 0; round < 500; round++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 12)).Select(i => new ChatMessage(
                roles[random.Next(roles.Length)],
                [.. Enumerable.Range(0, random.Next(4)).Select(j => random.Next(3) == 0 ? (AIContent)Star : Text(random.Next(5) == 0 ? "" : $"<{i}.{j}>"))])).ToArray();
            var continues = random.Next(2) == 0;
            var parts = Reader().Read(messages, null, continues);
            var said = string.Concat(messages.SelectMany(message => message.Contents).Select(content => content is TextContent text ? text.Text : "#"));
            Assert.Equal(said, Describe(parts).Replace("'", "", StringComparison.Ordinal).Replace("+", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            var ends = 0;
            foreach (var part in parts)
            {
                ends += part is ConversationPart.EndOfTurn ? 1 : 0;
                Assert.True(part is not ConversationPart.Text { IsAssistants: true } || ends % 2 == 1);
            }

            Assert.Equal(1, ends % 2);
        }
    }

    [Fact]
    public void The_last_words_are_the_users()
    {
        Assert.Equal("draw it", ConversationReader.LastWords([User("hello"), User(Star, Text("draw "), Text("it")), Assistant(Text("no"))]));
        Assert.Equal("", ConversationReader.LastWords([System("secret")]));
    }

    private static TextContent Text(string text) => new(text);

    private static ChatMessage System(string text) => new(ChatRole.System, text);

    private static ConversationReader Reader() => new(new ChameleonChatClientOptions());

    private static string Read(params ChatMessage[] messages) => Describe(Reader().Read(messages, null, continuesFinalMessage: false));

    private static string Continue(params ChatMessage[] messages) => Describe(Reader().Read(messages, null, continuesFinalMessage: true));

    private static string Describe(IEnumerable<ConversationPart> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part switch
            {
                ConversationPart.Text said => $"{(text is { Length: > 0 } && text[^1] == '\'' ? "+" : "")}'{said.Value}'",
                ConversationPart.Picture => "#",
                _ => "|",
            });
        }

        return text.ToString();
    }

    private sealed class Refusing : IPictureFetcher
    {
        public ValueTask<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken) => throw new InvalidOperationException("Fetched.");
    }
}
