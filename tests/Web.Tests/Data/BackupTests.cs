using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data;

public class BackupTests
{
    [Fact]
    public async Task A_backup_of_a_store_at_work_is_a_data_folder_with_everything_in_it()
    {
        await using var store = await TestStore.OpenAsync();
        using var target = new TemporaryFolder();
        var id = await store.CreateAsync("kept");
        var picture = await store.DrawAsync("a cat");
        var question = await store.Chats.AddMessageAsync(TestStore.Ann, id, null, MessageRole.User, [new PicturePart(picture.Hash)]);
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question.Id, new NewAnswer());

        var report = await store.Store.BackupAsync(target.Path);
        await answer.FinishAsync();

        Assert.Equal(new BackupReport(1, 1, 0), report);
        Assert.Equal(MessageState.Done, (await store.Chats.ReadAsync(TestStore.Ann, id, 1)).Messages[0].State);
        await using var restored = await TestStore.OpenAsync(target.Path);
        Assert.Equal("kept", (await restored.Chats.FindAsync(TestStore.Ann, id))!.Title);
        Assert.Equal(MessageState.Stopped, (await restored.Chats.ReadAsync(TestStore.Ann, id, 1)).Messages[0].State);
        var file = await restored.Pictures.FindFileAsync(TestStore.Ann, picture.Hash);
        Assert.Equal(picture.Hash, PictureHash.Of(await File.ReadAllBytesAsync(file!.Path)));
    }

    [Fact]
    public async Task A_second_backup_into_the_folder_copies_what_is_new()
    {
        await using var store = await TestStore.OpenAsync();
        using var target = new TemporaryFolder();
        await store.DrawAsync("one");
        await store.Store.BackupAsync(target.Path);
        await store.DrawAsync("two");
        var lost = await store.DrawAsync("three");
        File.Delete((await store.Pictures.FindFileAsync(TestStore.Ann, lost.Hash))!.Path);

        Assert.Equal(new BackupReport(3, 1, 1), await DataBackup.RunAsync(store.Path, target.Path));

        await using var restored = await TestStore.OpenAsync(target.Path);
        Assert.Equal(3, (await restored.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(), 0, 10)).Total);
    }

    [Fact]
    public async Task A_backup_while_many_write_is_one_whole_state()
    {
        await using var store = await TestStore.OpenAsync();
        using var target = new TemporaryFolder();
        var id = await store.CreateAsync();
        var first = await store.SayAsync(id, null, "first");
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await store.SayAsync(id, first.Id, $"{i}");
            }
        });

        await store.Store.BackupAsync(target.Path);
        await stop.CancelAsync();
        await writing;

        await using var restored = await TestStore.OpenAsync(target.Path);
        Assert.Equal("ok", await restored.Store.Database.ReadAsync(static session => session.First("PRAGMA integrity_check", static row => row.GetString(0)), default));
        Assert.Empty(await restored.Store.Database.ReadAsync(static session => session.Query("PRAGMA foreign_key_check", static row => row.GetString(0)), default));
        Assert.NotEmpty(await restored.ShownAsync(id));
    }

    [Fact]
    public async Task A_backup_goes_neither_into_the_folder_itself_nor_into_one_that_is_in_use()
    {
        await using var store = await TestStore.OpenAsync();
        await using var other = await TestStore.OpenAsync();
        Assert.Equal(DataFailure.InUse, (await Assert.ThrowsAsync<DataStoreException>(() => DataBackup.RunAsync(store.Path, store.Path + "/"))).Failure);
        Assert.Equal(DataFailure.InUse, (await Assert.ThrowsAsync<DataStoreException>(() => DataBackup.RunAsync(store.Path, other.Path))).Failure);
    }

    [Fact]
    public async Task A_folder_without_a_database_and_a_damaged_one_are_told()
    {
        using var source = new TemporaryFolder();
        using var target = new TemporaryFolder();
        var e = await Assert.ThrowsAsync<DataStoreException>(() => DataBackup.RunAsync(source.Path, target.Path));
        Assert.Contains(source.Path, e.Message);
        source.Write("chameleon.db", new string('x', 5000));
        Assert.Equal(DataFailure.Damaged, (await Assert.ThrowsAsync<DataStoreException>(() => DataBackup.RunAsync(source.Path, target.Path))).Failure);
        Assert.Empty(Directory.GetFiles(target.Path, "*.db*"));
    }
}
