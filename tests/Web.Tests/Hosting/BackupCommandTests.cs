using Chameleon.Web.Data;
using Chameleon.Web.Hosting;
using Chameleon.Web.Tests.Data;

namespace Chameleon.Web.Tests.Hosting;

public sealed class BackupCommandTests
{
    [Fact]
    public async Task A_backup_is_made_while_the_store_is_in_use_and_says_what_it_holds()
    {
        await using var store = await TestStore.OpenAsync();
        using var target = new TemporaryFolder();
        await store.CreateAsync("kept");
        await store.DrawAsync("a cat");
        var (code, output, error) = await RunAsync(store.Path, [target.Path]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"Everything is in {target.Path}: 1 pictures, 1 of them new there.", output, StringComparison.Ordinal);
        await using var restored = await TestStore.OpenAsync(target.Path);
        Assert.Single((await restored.Chats.SearchAsync(TestStore.Ann, "kept", 10)).Items);
    }

    [Fact]
    public async Task Without_a_folder_or_without_data_it_says_what_is_missing()
    {
        using var empty = new TemporaryFolder();
        Assert.Equal(2, (await RunAsync(empty.Path, [])).Code);
        Assert.Equal(2, (await RunAsync(empty.Path, ["a", "b"])).Code);
        var (code, output, error) = await RunAsync(empty.Path, [Path.Combine(empty.Path, "target")]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("no Chameleon database", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_option_though_it_begins_like_one()
    {
        string[] args = ["backup", "/tmp/target", "--data", "/tmp/data", "--open=false"];
        Assert.Equal(["/tmp/target"], BackupCommand.TakeFrom(ref args));
        Assert.Equal(["--data=/tmp/data", "--open=false"], args);

        string[] other = ["--data", "backup"];
        Assert.Null(BackupCommand.TakeFrom(ref other));
        Assert.Equal(["--data", "backup"], other);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string data, string[] folders)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await BackupCommand.RunAsync(folders, new WebOptions { Data = data }, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
