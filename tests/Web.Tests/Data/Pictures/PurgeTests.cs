using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Pictures;

public class PurgeTests
{
    [Fact]
    public async Task What_was_deleted_long_ago_goes_for_good_and_the_rest_stays()
    {
        await using var store = await TestStore.OpenAsync();
        var (old, recent, kept) = (await store.CreateAsync("old"), await store.CreateAsync("recent"), await store.CreateAsync("kept"));
        foreach (var id in new[] { old, recent, kept })
        {
            MessageId? parent = null;
            for (var i = 0; i < 4; i++)
            {
                parent = (await store.SayAsync(id, parent, $"words {i}")).Id;
            }
        }

        await store.Chats.DeleteAsync(TestStore.Ann, old);
        store.Time.Advance(TimeSpan.FromHours(2));
        await store.Chats.DeleteAsync(TestStore.Ann, recent);

        await store.Store.PurgeAsync(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.RestoreAsync(TestStore.Ann, old));
        await store.Chats.RestoreAsync(TestStore.Ann, recent);
        Assert.Equal(4, (await store.ShownAsync(recent)).Length);
        Assert.Equal(4, (await store.ShownAsync(kept)).Length);
        Assert.Equal(8, (await store.Chats.SearchAsync(TestStore.Ann, "words", 100)).Items.Count);
        foreach (var (table, rows) in new[] { ("messages", 8), ("parts", 8), ("message_search", 8), ("conversations", 2), ("conversation_search", 2) })
        {
            Assert.Equal(rows, await store.Store.Database.ReadAsync(session => session.Number($"SELECT count(*) FROM {table}"), default));
        }
    }

    [Fact]
    public async Task A_picture_goes_with_its_row_when_nothing_shows_it_any_more()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var shown = await store.DrawAsync("shown");
        var alone = await store.DrawAsync("alone");
        var kept = await store.DrawAsync("kept");
        await store.Chats.AddMessageAsync(TestStore.Ann, id, null, MessageRole.User, [new PicturePart(shown.Hash)]);
        await store.Pictures.DeleteAsync(TestStore.Ann, [shown.Hash, alone.Hash]);
        var small = store.Pictures.SmallPath(alone.Hash, 192);
        Directory.CreateDirectory(Path.GetDirectoryName(small)!);
        await File.WriteAllTextAsync(small, "a smaller copy");
        MakeOld(store);

        await store.Store.PurgeAsync(TimeSpan.Zero);

        Assert.NotNull(await store.Pictures.FindFileAsync(TestStore.Ann, shown.Hash));
        Assert.Null(await store.Pictures.FindAsync(TestStore.Ann, alone.Hash));
        Assert.Equal(2, Files(store).Length);
        Assert.False(File.Exists(small));

        await store.Chats.DeleteAsync(TestStore.Ann, id);
        await store.Store.PurgeAsync(TimeSpan.Zero);

        Assert.Null(await store.Pictures.FindAsync(TestStore.Ann, shown.Hash));
        Assert.Equal($"{kept.Hash}.png", Path.GetFileName(Assert.Single(Files(store))));
    }

    [Fact]
    public async Task An_attached_picture_goes_with_the_last_message_that_shows_it_but_not_before_it_is_sent()
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.DrawAsync("x", PictureOrigin.Attached);
        await store.Store.PurgeAsync(TimeSpan.FromHours(1));
        Assert.NotNull(await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash));

        store.Time.Advance(TimeSpan.FromHours(2));
        await store.Store.PurgeAsync(TimeSpan.FromHours(1));
        Assert.Null(await store.Pictures.FindAsync(TestStore.Ann, picture.Hash));
    }

    [Fact]
    public async Task Files_that_nobody_knows_and_half_written_ones_go_when_they_are_old()
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.DrawAsync("x");
        var folder = Directory.CreateDirectory(Path.Combine(store.Path, "pictures", "00")).FullName;
        var orphan = Path.Combine(folder, new string('0', 64) + ".png");
        var half = Path.Combine(store.Path, "pictures", "a.new");
        var foreign = Path.Combine(folder, "notes.txt");
        foreach (var file in new[] { orphan, half, foreign })
        {
            await File.WriteAllTextAsync(file, "x");
        }

        await store.Store.PurgeAsync(TimeSpan.Zero);
        Assert.True(File.Exists(orphan) && File.Exists(half));

        MakeOld(store);
        await store.Store.PurgeAsync(TimeSpan.Zero);
        Assert.False(File.Exists(orphan) || File.Exists(half));
        Assert.True(File.Exists(foreign));
        Assert.NotNull(await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash));
    }

    private static string[] Files(TestStore store) => Directory.GetFiles(Path.Combine(store.Path, "pictures"), "*", SearchOption.AllDirectories);

    // The test's clock is not the disk's.
    private static void MakeOld(TestStore store)
    {
        foreach (var file in Files(store))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }
}
