using System.Text;
using System.Text.Json;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Conversations;

public sealed class MessageDraftTests
{
    private static readonly PictureHash Picture = PictureHash.Of([1, 2, 3]);

    [Fact]
    public async Task Words_and_pictures_keep_the_order_in_which_they_were_put()
    {
        var parts = await ReadAsync($$"""[{"text":"compare"},{"picture":"{{Picture}}"},{"text":"with"},{"picture":"{{Picture}}"}]""");

        Assert.Equal([new TextPart("compare"), new PicturePart(Picture), new TextPart("with"), new PicturePart(Picture)], parts);
    }

    [Fact]
    public async Task Space_around_words_is_left_out_and_space_alone_is_nothing()
    {
        Assert.Equal([new TextPart("a\nb")], await ReadAsync("""[{"text":"  \n"},{"text":" a\r\nb \n"},{"text":""}]"""));
        Assert.Empty(await ReadAsync("""[{"text":"   "}]"""));
    }

    [Theory]
    [InlineData("""[{"picture":"../../etc/passwd"}]""")]
    [InlineData("""[{"picture":"ABC"}]""")]
    [InlineData("""[{"picture":""}]""")]
    public async Task What_is_no_name_of_a_picture_is_refused(string draft) =>
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(draft));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""[{"text":1}]""")]
    [InlineData("[[[[")]
    public async Task What_is_no_draft_is_refused(string draft) => await Assert.ThrowsAsync<JsonException>(() => ReadAsync(draft));

    [Fact]
    public async Task A_message_that_is_edited_comes_back_as_it_was()
    {
        MessagePart[] parts = [new TextPart("a"), new PicturePart(Picture), new TextPart("b")];
        var pieces = JsonSerializer.Serialize(MessageDraft.Pieces(parts), JsonSerializerOptions.Web);

        Assert.Equal(parts, await ReadAsync(pieces));
    }

    private static Task<IReadOnlyList<MessagePart>> ReadAsync(string draft) =>
        MessageDraft.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(draft)));
}
