using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Search;

public class SearchTests
{
    [Theory]
    [InlineData("elephant", "The Elephants walked home")]
    [InlineData("walk ELE", "The Elephants walked home")]
    [InlineData("konig", "Der König schläft")]
    [InlineData("KÖNIG", "der konig schläft")]
    [InlineData("don't", "I don't know")]
    [InlineData("c++ code", "some C++ code")]
    [InlineData("大象", "我看见了一头大象在河边")]
    [InlineData("头大象在", "我看见了一头大象在河边")]
    [InlineData("코끼리", "나는 코끼리를 보았다")]
    [InlineData("끼리", "나는 코끼리를 보았다")]
    [InlineData("ゾウを見", "私はゾウを見た")]
    [InlineData("gpu大象", "GPU大象模型")]
    [InlineData("50", "it costs 50% more")]
    [InlineData("foo_bar", "call foo_bar now")]
    public async Task Words_are_found_by_how_they_begin_and_eastern_scripts_anywhere(string typed, string text)
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        await store.SayAsync(id, null, "something else: 別的 다른");
        var message = await store.SayAsync(id, null, text);

        var hit = Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, typed, 10)).Items);

        Assert.Equal((id, message.Id, message.Created), (hit.Conversation, hit.Message, hit.Created));
        Assert.Equal(text, string.Concat(hit.Snippet.Select(static piece => piece.Text)));
        Assert.Contains(hit.Snippet, static piece => piece.IsHit);
    }

    [Theory]
    [InlineData("phant")]
    [InlineData("elephant lion")]
    [InlineData("大河")]
    public async Task What_is_not_there_is_not_found(string typed)
    {
        await using var store = await TestStore.OpenAsync();
        await store.SayAsync(await store.CreateAsync(), null, "The Elephants walked 我看见了一头大象在河边");
        Assert.Empty((await store.Chats.SearchAsync(TestStore.Ann, typed, 10)).Items);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("*")]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("'")]
    [InlineData("")]
    [InlineData(" \0 ")]
    [InlineData("()")]
    [InlineData("^")]
    [InlineData("🦎")]
    [InlineData("\uD83E")]
    [InlineData("\u200B\u0002\u0003")]
    [InlineData("𞤀")]
    [InlineData("\u0301")]
    public async Task Case_52_signs_alone_find_nothing_and_break_nothing(string typed)
    {
        await using var store = await TestStore.OpenAsync();
        await store.SayAsync(await store.CreateAsync("50% of it"), null, "100% _under_ \"quoted\" (bracket) * 'x' 🦎");
        Assert.Empty((await store.Chats.SearchAsync(TestStore.Ann, typed, 10)).Items);
    }

    [Theory]
    [InlineData("secret AND public")]
    [InlineData("secret OR public")]
    [InlineData("secret NOT public")]
    [InlineData("NEAR(secret public)")]
    [InlineData("owner:user1")]
    [InlineData("text : secret")]
    [InlineData("\" OR owner : user2 OR text : \"")]
    [InlineData("secret*) OR (owner : user2")]
    [InlineData("x') OR 1=1 --")]
    [InlineData("-secret")]
    [InlineData("{owner text} : public")]
    public async Task Case_52_a_query_language_is_only_words(string typed)
    {
        await using var store = await TestStore.OpenAsync();
        var mine = await store.CreateAsync();
        await store.SayAsync(mine, null, "public");
        var exact = await store.SayAsync(mine, null, typed);
        var foreign = await store.Chats.CreateAsync(store.Bob, "Bob's");
        await store.Chats.AddMessageAsync(store.Bob, foreign.Id, null, MessageRole.User, [new TextPart($"secret {typed}")]);

        var hits = (await store.Chats.SearchAsync(TestStore.Ann, typed, 10)).Items;

        // "-secret" is the word: only the text that holds every word is found.
        Assert.Equal([exact.Id], hits.Select(static hit => hit.Message));
    }

    [Fact]
    public async Task Titles_come_first_and_follow_renaming()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync("About elephants");
        var message = await store.SayAsync(id, null, "elephants are large");

        var hits = (await store.Chats.SearchAsync(TestStore.Ann, "eleph", 10)).Items;
        Assert.Equal([null, message.Id], hits.Select(static hit => hit.Message));
        Assert.Equal([new SnippetPiece("About ", false), new SnippetPiece("elephants", true)], hits[0].Snippet);

        await store.Chats.RenameAsync(TestStore.Ann, id, "About lions");
        Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "eleph", 10)).Items);
        Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "lions", 10)).Items);
    }

    [Fact]
    public async Task Hits_are_paged_from_the_newest()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var said = new List<MessageId?>();
        for (var i = 0; i < 7; i++)
        {
            said.Insert(0, (await store.SayAsync(id, null, $"again {i}")).Id);
        }

        var first = await store.Chats.SearchAsync(TestStore.Ann, "again", 5);
        var second = await store.Chats.SearchAsync(TestStore.Ann, "again", 5, first.Next);

        Assert.Equal(said, [.. first.Items.Concat(second.Items).Select(static hit => hit.Message)]);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_long_query_is_cut_and_a_long_text_gives_a_short_snippet()
    {
        await using var store = await TestStore.OpenAsync();
        var text = string.Concat(Enumerable.Range(0, 5000).Select(static i => $"word{i} "));
        await store.SayAsync(await store.CreateAsync(), null, text);

        var hit = Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, text, 10)).Items);
        var far = Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "word4321", 10)).Items);

        Assert.InRange(string.Concat(hit.Snippet.Select(static piece => piece.Text)).Length, 10, 400);
        Assert.Contains(new SnippetPiece("word4321", true), far.Snippet);
    }

    [Fact]
    public async Task Marks_in_a_text_are_not_taken_for_hits()
    {
        await using var store = await TestStore.OpenAsync();
        await store.SayAsync(await store.CreateAsync(), null, "a \u0002forged\u0003 hit beside a true one");
        var hit = Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "true", 10)).Items);
        Assert.Equal("true", Assert.Single(hit.Snippet, static piece => piece.IsHit).Text);
    }
}
