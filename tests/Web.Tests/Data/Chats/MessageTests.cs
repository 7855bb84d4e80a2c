using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Chats;

public class MessageTests
{
    [Fact]
    public async Task Text_and_pictures_keep_their_places()
    {
        await using var store = await TestStore.OpenAsync();
        var first = await store.DrawAsync("a cat");
        var second = await store.DrawAsync("a dog");
        var id = await store.CreateAsync();

        var added = await store.Chats.AddMessageAsync(
            TestStore.Ann,
            id,
            null,
            MessageRole.User,
            [new TextPart("between "), new TextPart("this "), new PicturePart(first.Hash), new TextPart(""), new PicturePart(second.Hash), new TextPart(" and that")]);

        MessagePart[] expected =
            [new TextPart("between this "), new PicturePart(first.Hash, 2, 3), new PicturePart(second.Hash, 2, 3), new TextPart(" and that")];
        Assert.Equal(expected, added.Parts);
        Assert.Equal(expected, Assert.Single((await store.Chats.ReadAsync(TestStore.Ann, id, 10)).Messages).Parts);
        Assert.Equal("between this  and that", added.Text);
    }

    [Fact]
    public async Task Strange_text_comes_back_as_it_went_in()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        const string Strange = "a\0b \u202E rtl 🦎 '; DROP TABLE messages; -- \r\n\t <image> ＃";
        await store.SayAsync(id, null, Strange);
        Assert.Equal([Strange], await store.ShownAsync(id));
    }

    [Fact]
    public async Task A_picture_that_is_not_there_is_refused_and_the_message_is_not_stored()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var unknown = PictureHash.Of("nothing"u8);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.AddMessageAsync(
            TestStore.Ann, id, null, MessageRole.User, [new TextPart("look"), new PicturePart(unknown)]));
        Assert.Empty(await store.ShownAsync(id));
        Assert.Null((await store.Chats.FindAsync(TestStore.Ann, id))!.Leaf);
    }

    [Fact]
    public async Task Too_much_text_and_too_many_parts_are_refused()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var picture = await store.DrawAsync("x");
        await Assert.ThrowsAsync<ArgumentException>(() => store.SayAsync(id, null, new string('x', DataLimits.Text + 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.AddMessageAsync(
            TestStore.Ann, id, null, MessageRole.User, Enumerable.Repeat<MessagePart>(new PicturePart(picture.Hash), DataLimits.Parts + 1)));
        Assert.Empty(await store.ShownAsync(id));
    }

    [Fact]
    public async Task An_edited_message_stands_beside_the_old_one()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var question = await store.SayAsync(id, null, "question");
        var answer = await store.SayAsync(id, question.Id, "answer", MessageRole.Assistant);

        var edited = await store.Chats.EditAsync(TestStore.Ann, id, question.Id, [new TextPart("better question")]);

        Assert.Equal(["better question"], await store.ShownAsync(id));
        Assert.Equal([question.Id, edited.Id], edited.Versions);
        Assert.Equal(MessageRole.User, edited.Role);

        await store.Chats.SelectAsync(TestStore.Ann, id, question.Id);

        Assert.Equal(["question", "answer"], await store.ShownAsync(id));
        Assert.Equal(answer.Id, (await store.Chats.FindAsync(TestStore.Ann, id))!.Leaf);
    }

    [Fact]
    public async Task Going_back_to_a_version_shows_what_was_seen_below_it_last()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var question = await store.SayAsync(id, null, "question");
        var first = await store.SayAsync(id, question.Id, "first");
        await store.SayAsync(id, first.Id, "one");
        var two = await store.SayAsync(id, first.Id, "two");
        await store.SayAsync(id, first.Id, "three");
        await store.Chats.SelectAsync(TestStore.Ann, id, two.Id);
        var second = await store.SayAsync(id, question.Id, "second");
        Assert.Equal(["question", "second"], await store.ShownAsync(id));

        await store.Chats.SelectAsync(TestStore.Ann, id, first.Id);
        Assert.Equal(["question", "first", "two"], await store.ShownAsync(id));

        await store.Chats.SelectAsync(TestStore.Ann, id, second.Id);
        Assert.Equal(["question", "second"], await store.ShownAsync(id));
    }

    [Fact]
    public async Task A_long_branch_is_read_page_by_page_from_its_end()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        MessageId? parent = null;
        for (var i = 0; i < 23; i++)
        {
            parent = (await store.SayAsync(id, parent, $"{i}")).Id;
        }

        var read = new List<string>();
        var page = await store.Chats.ReadAsync(TestStore.Ann, id, 10);
        read.InsertRange(0, page.Messages.Select(static message => message.Text));
        while (page.HasEarlier)
        {
            page = await store.Chats.ReadAsync(TestStore.Ann, id, 10, page.Messages[0].Id);
            read.InsertRange(0, page.Messages.Select(static message => message.Text));
        }

        Assert.Equal(Enumerable.Range(0, 23).Select(static i => $"{i}"), read);
        Assert.Equal(3, page.Messages.Count);
    }

    [Fact]
    public async Task A_fork_has_the_branch_up_to_the_message_and_nothing_else()
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.DrawAsync("a cat");
        var id = await store.CreateAsync("Cats");
        var question = await store.Chats.AddMessageAsync(
            TestStore.Ann, id, null, MessageRole.User, [new TextPart("whose? "), new PicturePart(picture.Hash)]);
        await store.SayAsync(id, question.Id, "other version");
        var answer = await store.SayAsync(id, question.Id, "mine", MessageRole.Assistant);
        await store.SayAsync(id, answer.Id, "later");

        var fork = await store.Chats.ForkAsync(TestStore.Ann, id, answer.Id);
        await store.SayAsync(fork.Id, fork.Leaf, "only here");

        var messages = (await store.Chats.ReadAsync(TestStore.Ann, fork.Id, 10)).Messages;
        Assert.Equal(["whose? ", "mine", "only here"], messages.Select(static message => message.Text));
        Assert.Equal(question.Parts, messages[0].Parts);
        Assert.Equal(question.Created, messages[0].Created);
        Assert.Single(messages[1].Versions);
        Assert.Equal("Cats", fork.Title);
        Assert.Equal(["whose? ", "mine", "later"], await store.ShownAsync(id));
    }

    [Fact]
    public async Task A_parent_in_another_conversation_is_not_found()
    {
        await using var store = await TestStore.OpenAsync();
        var one = await store.CreateAsync();
        var other = await store.CreateAsync();
        var message = await store.SayAsync(one, null, "here");
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.SayAsync(other, message.Id, "there"));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.SelectAsync(TestStore.Ann, other, message.Id));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.ReadAsync(TestStore.Ann, other, 10, message.Id));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.ForkAsync(TestStore.Ann, other, message.Id));
        Assert.Null(await store.Chats.FindMessageAsync(TestStore.Ann, other, message.Id));
        Assert.Empty(await store.ShownAsync(other));
    }
}
