using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

public sealed class HistoryMappingTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    private static ImageContent Image => new(Bytes, "image/png");

    [Fact]
    public void FromChatHistoryTextAsTextContentItReturnsWithChatHistory()
    {
        ChatHistory history = [new(AuthorRole.System, "Be kind."), new(AuthorRole.User, "Hello."), new(AuthorRole.Assistant, "Hi."), new(AuthorRole.Developer, "Be brief.")];
        var messages = HistoryMapper.ToMessages(history);
        Assert.Equal(["Be kind.", "Hello.", "Hi.", "Be brief."], messages.Select(message => message.Text));
        Assert.Equal([AI.ChatRole.System, AI.ChatRole.User, AI.ChatRole.Assistant, AI.ChatRole.System], messages.Select(message => message.Role));
    }

    [Fact]
    public void What_another_agent_said_was_said_to_this_one()
    {
        ChatMessageContent By(string? author, AuthorRole role, string text) => new(role, text) { AuthorName = author };
        ChatHistory history =
        [
            By("Critic", AuthorRole.System, "You judge."), By(null, AuthorRole.User, "Draw."), By("Painter", AuthorRole.Assistant, "Here."),
            By("Critic", AuthorRole.Assistant, "Bad."), By("Painter", AuthorRole.Assistant, "Why?"), By(null, AuthorRole.Assistant, "(nobody's)"),
        ];
        var (system, user, assistant) = (AI.ChatRole.System, AI.ChatRole.User, AI.ChatRole.Assistant);
        Assert.Equal([system, user, user, assistant, user, assistant], HistoryMapper.ToMessages(history).Select(message => message.Role));
        history[0].AuthorName = null;
        Assert.Equal([system, user, assistant, assistant, assistant, assistant], HistoryMapper.ToMessages(history).Select(message => message.Role));
    }

    [Fact]
    public void FromChatHistoryImageAsImageContentItReturnsWithChatHistory()
    {
        ChatHistory history = [new(AuthorRole.User, [new TextContent("one"), Image, new TextContent("two"), Image])];
        var contents = Assert.Single(HistoryMapper.ToMessages(history)).Contents;
        Assert.Equal(["one", "two"], contents.OfType<AI.TextContent>().Select(text => text.Text));
        Assert.Equal([typeof(AI.TextContent), typeof(AI.DataContent), typeof(AI.TextContent), typeof(AI.DataContent)], contents.Select(content => content.GetType()));
        var picture = (AI.DataContent)contents[1];
        Assert.Equal("image/png", picture.MediaType);
        Assert.Equal(Bytes, picture.Data.ToArray());
    }

    [Fact]
    public void Bytes_come_before_the_address()
    {
        var image = Image;
        image.Uri = new Uri("https://example.com/cat.png");
        var content = Assert.Single(Map(image));
        Assert.Equal(Bytes, Assert.IsType<AI.DataContent>(content).Data.ToArray());
    }

    [Fact]
    public void A_data_URI_is_its_bytes()
    {
        var content = Assert.IsType<AI.DataContent>(Assert.Single(Map(new ImageContent($"data:image/jpeg;base64,{Convert.ToBase64String(Bytes)}"))));
        Assert.Equal("image/jpeg", content.MediaType);
        Assert.Equal(Bytes, content.Data.ToArray());
    }

    [Fact]
    public void An_address_stays_one()
    {
        var address = new Uri("https://example.com/cat.png");
        var content = Assert.Single(Map(new ImageContent(address) { MimeType = "image/png" }));
        Assert.Equal(address, Assert.IsType<AI.UriContent>(content).Uri);
    }

    public static TheoryData<KernelContent> Unsupported =>
        [new AudioContent(Bytes, "audio/wav"), new BinaryContent(Bytes, "application/pdf"), new FileReferenceContent("file")];

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void FromChatHistoryUnsupportedContentItThrowsNotSupportedException(KernelContent item) =>
        Assert.Contains(item.GetType().Name, Assert.Throws<NotSupportedException>(() => Map(item)).Message);

    [Fact]
    public void FromChatHistoryImageContentWithoutDataThrowsInvalidOperationException() =>
        Assert.Throws<InvalidOperationException>(() => Map(new ImageContent { MimeType = "image/png" }));

    [Fact]
    public void FromChatHistoryImageContentWithoutMimeTypeThrowsInvalidOperationException()
    {
        Assert.Throws<InvalidOperationException>(() => Map(new ImageContent(Bytes, null)));
        Assert.Throws<InvalidOperationException>(() => Map(new ImageContent(new Uri("https://example.com/cat.png"))));
    }

    [Fact]
    public void A_picture_that_says_that_it_is_none_is_refused() =>
        Assert.Contains("application/pdf", Assert.Throws<InvalidOperationException>(() => Map(new ImageContent(Bytes, "application/pdf"))).Message);

    [Fact]
    public void The_authors_name_goes_along()
    {
        ChatHistory history = [new(AuthorRole.Assistant, "Hi.") { AuthorName = "Painter" }];
        Assert.Equal("Painter", Assert.Single(HistoryMapper.ToMessages(history)).AuthorName);
    }

    [Fact]
    public void A_result_that_is_in_its_message_twice_is_told_once()
    {
        var message = new ChatMessageContent(AuthorRole.Tool, "rain") { Items = { new FunctionResultContent("Get", "Weather", "1", "rain") } };
        Assert.Equal("rain", Assert.IsType<AI.FunctionResultContent>(Assert.Single(Assert.Single(HistoryMapper.ToMessages([message])).Contents)).Result);
    }

    [Fact]
    public void Calls_and_results_keep_their_ids_and_names()
    {
        var call = new FunctionCallContent("Get", "Weather", "7", new KernelArguments { ["city"] = "Rome" });
        var mapped = Assert.IsType<AI.FunctionCallContent>(Assert.Single(Map(call)));
        Assert.Equal(("7", "Weather_Get", "Rome"), (mapped.CallId, mapped.Name, mapped.Arguments!["city"]));
        Assert.Equal("Get", Assert.IsType<AI.FunctionCallContent>(Assert.Single(Map(new FunctionCallContent("Get")))).Name);
    }

    [Fact]
    public void Pictures_among_the_contents_that_a_function_answered_stand_after_it()
    {
        AI.AIContent[] answer = [new AI.TextContent("Two cats."), new AI.DataContent(Bytes, "image/png"), new AI.DataContent(Bytes, "image/png")];
        var contents = Map(new FunctionResultContent("Shoot", "Camera", "1", answer));
        Assert.Equal("Two cats.\n2 pictures:", Assert.IsType<AI.FunctionResultContent>(contents[0]).Result);
        Assert.Equal(2, contents.OfType<AI.DataContent>().Count());
    }

    [Fact]
    public void ShouldThrowArgumentExceptionIfChatHistoryIsEmpty() => Assert.Throws<ArgumentException>(() => HistoryMapper.Check([]));

    [Fact]
    public void ShouldThrowInvalidOperationExceptionIfChatHistoryContainsOnlySystemMessage()
    {
        Assert.Throws<InvalidOperationException>(() => HistoryMapper.Check([new(AuthorRole.System, "Be kind."), new(AuthorRole.Developer, "Be brief.")]));
        HistoryMapper.Check([new(AuthorRole.System, "Be kind."), new(AuthorRole.User, "Hello.")]);
    }

    [Fact]
    public void Mapping_changes_nothing_of_the_history()
    {
        ChatHistory history = [new(AuthorRole.System, "Be kind."), new(AuthorRole.User, [new TextContent("one"), Image])];
        var before = System.Text.Json.JsonSerializer.Serialize(history);
        HistoryMapper.ToMessages(history);
        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(history));
    }

    private static IList<AI.AIContent> Map(KernelContent item) => HistoryMapper.ToMessages([new(AuthorRole.User, [item])])[0].Contents;
}
