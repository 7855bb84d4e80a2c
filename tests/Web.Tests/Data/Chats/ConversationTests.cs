using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Chats;

public class ConversationTests
{
    [Fact]
    public async Task A_conversation_comes_back_as_it_was_made_also_after_a_restart()
    {
        await using var store = await TestStore.OpenAsync();
        var made = await store.Chats.CreateAsync(TestStore.Ann, "  Königin\nund 사자  ", """{"mode":"picture"}""");
        Assert.Equal("Königin und 사자", made.Title);
        Assert.Null(made.Leaf);

        await store.ReopenAsync();

        Assert.Equal(made, await store.Chats.FindAsync(TestStore.Ann, made.Id));
    }

    [Fact]
    public async Task The_list_is_paged_from_the_last_changed_and_misses_and_repeats_none()
    {
        await using var store = await TestStore.OpenAsync();
        var ids = new List<ConversationId>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add(await store.CreateAsync($"Talk {i}"));
        }

        await store.SayAsync(ids[3], null, "newest now");
        ids.Add(ids[3]);
        ids.RemoveAt(3);
        ids.Reverse();

        var seen = new List<ConversationId>();
        string? next = null;
        do
        {
            var page = await store.Chats.ListAsync(TestStore.Ann, 10, next);
            Assert.InRange(page.Items.Count, 1, 10);
            seen.AddRange(page.Items.Select(static item => item.Id));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(ids, seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1; DROP TABLE users")]
    [InlineData("99999999999999999999.1")]
    public async Task A_place_that_is_none_is_refused(string after)
    {
        await using var store = await TestStore.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.ListAsync(TestStore.Ann, 10, after));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.SearchAsync(TestStore.Ann, "x", 10, after));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10, after));
    }

    [Fact]
    public async Task Renaming_and_settings_stay()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        await store.Chats.RenameAsync(TestStore.Ann, id, "Another");
        await store.Chats.SetSettingsAsync(TestStore.Ann, id, """{"seed":1}""");

        var found = await store.Chats.FindAsync(TestStore.Ann, id);

        Assert.Equal("Another", found!.Title);
        Assert.Equal("""{"seed":1}""", found.SettingsJson);
    }

    [Fact]
    public async Task A_deleted_conversation_is_gone_and_comes_back_whole()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync("Elephants");
        await store.SayAsync(id, null, "grey giants");

        await store.Chats.DeleteAsync(TestStore.Ann, id);

        Assert.Null(await store.Chats.FindAsync(TestStore.Ann, id));
        Assert.Empty((await store.Chats.ListAsync(TestStore.Ann, 10)).Items);
        Assert.Empty((await store.Chats.SearchAsync(TestStore.Ann, "giants", 10)).Items);
        Assert.Empty((await store.Chats.SearchAsync(TestStore.Ann, "elephants", 10)).Items);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.ShownAsync(id));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.DeleteAsync(TestStore.Ann, id));

        await store.Chats.RestoreAsync(TestStore.Ann, id);

        Assert.Equal(["grey giants"], await store.ShownAsync(id));
        Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "giants", 10)).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public async Task An_empty_title_is_refused(string title)
    {
        await using var store = await TestStore.OpenAsync();
        var e = await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.CreateAsync(TestStore.Ann, title));
        Assert.Contains("1 to 200", e.Message);
    }

    [Fact]
    public async Task Too_long_a_title_is_refused_with_its_length()
    {
        await using var store = await TestStore.OpenAsync();
        var e = await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.CreateAsync(TestStore.Ann, new string('x', 201)));
        Assert.Contains("201", e.Message);
    }

    [Fact]
    public async Task A_user_who_is_not_there_begins_nothing()
    {
        await using var store = await TestStore.OpenAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => store.Chats.CreateAsync(new UserId(99), "x"));
        Assert.Equal(0, await store.Store.Database.ReadAsync(static session => session.Number("SELECT count(*) FROM conversations"), default));
        Assert.Equal(0, await store.Store.Database.ReadAsync(static session => session.Number("SELECT count(*) FROM conversation_search"), default));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public async Task Settings_that_are_no_object_are_refused(string settings)
    {
        await using var store = await TestStore.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.CreateAsync(TestStore.Ann, "x", settings));
    }

    [Fact]
    public async Task Settings_that_are_deep_or_long_are_refused()
    {
        await using var store = await TestStore.OpenAsync();
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 40)) + "1" + new string('}', 40);
        var wide = $$"""{"a":"{{new string('x', DataLimits.Settings)}}"}""";
        await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.CreateAsync(TestStore.Ann, "x", deep));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Chats.CreateAsync(TestStore.Ann, "x", wide));
    }
}
