using System.Security.Cryptography;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Pictures;

public class PictureStoreTests
{
    [Fact]
    public async Task A_picture_is_a_file_named_by_its_content_and_a_row()
    {
        await using var store = await TestStore.OpenAsync();
        var made = TestStore.NewPicture("a cat");
        var picture = await store.Pictures.AddAsync(TestStore.Ann, made);

        var name = Convert.ToHexStringLower(SHA256.HashData(made.File.Span));
        Assert.Equal(name, picture.Hash.ToString());
        var file = await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash);
        Assert.Equal(Path.Combine(store.Path, "pictures", name[..2], name + ".png"), file!.Path);
        Assert.Equal("image/png", file.MediaType);
        Assert.Equal(made.File.ToArray(), await File.ReadAllBytesAsync(file.Path));
        Assert.Equal(picture, await store.Pictures.FindAsync(TestStore.Ann, picture.Hash));
        Assert.Equal(
            (made.File.Length, 2, 3, PictureOrigin.Drawn, "chameleon-tiny", "a cat", 7L, made.SettingsJson),
            ((int)picture.Bytes, picture.Width, picture.Height, picture.Origin, picture.Model, picture.Prompt, picture.Seed!.Value, picture.SettingsJson));
        Assert.Empty(Directory.GetFiles(store.Path, "*.new", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("image/jpeg", ".jpg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })]
    [InlineData("image/webp", ".webp", new byte[] { 82, 73, 70, 70, 0, 0, 0, 0, 87, 69, 66, 80 })]
    public async Task The_kind_is_told_by_the_first_bytes(string mediaType, string extension, byte[] file)
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.Pictures.AddAsync(TestStore.Ann, TestStore.NewPicture() with { File = file });
        Assert.Equal(mediaType, picture.MediaType);
        Assert.EndsWith(extension, (await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash))!.Path);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<html></html>")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public async Task Case_50_other_kinds_of_file_are_refused(string file)
    {
        await using var store = await TestStore.OpenAsync();
        var picture = TestStore.NewPicture() with { File = System.Text.Encoding.UTF8.GetBytes(file) };
        await Assert.ThrowsAsync<ArgumentException>(() => store.Pictures.AddAsync(TestStore.Ann, picture));
        Assert.False(Directory.Exists(Path.Combine(store.Path, "pictures")));
    }

    [Fact]
    public async Task Case_50_too_large_a_file_and_sides_that_are_none_are_refused_with_the_limit()
    {
        await using var store = await TestStore.OpenAsync();
        var large = new byte[DataLimits.PictureBytes + 1];
        TestStore.Png(null).CopyTo(large, 0);
        var e = await Assert.ThrowsAsync<ArgumentException>(() => store.Pictures.AddAsync(TestStore.Ann, TestStore.NewPicture() with { File = large }));
        Assert.Contains($"{DataLimits.PictureBytes}", e.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => store.Pictures.AddAsync(TestStore.Ann, TestStore.NewPicture() with { Width = 0 }));
    }

    [Fact]
    public async Task The_same_file_again_is_the_same_picture()
    {
        await using var store = await TestStore.OpenAsync();
        var first = await store.DrawAsync("a cat");
        await store.Pictures.StarAsync(TestStore.Ann, [first.Hash], true);
        await store.Pictures.DeleteAsync(TestStore.Ann, [first.Hash]);

        var second = await store.DrawAsync("a cat");

        Assert.Equal(first with { IsStarred = true }, second);
        Assert.Single((await store.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10)).Items);
        Assert.Single(Directory.GetFiles(Path.Combine(store.Path, "pictures"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_attached_picture_enters_the_gallery_only_when_it_is_put_there()
    {
        await using var store = await TestStore.OpenAsync();
        var attached = await store.DrawAsync(origin: PictureOrigin.Attached);
        Assert.Empty((await store.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10)).Items);

        await store.DrawAsync(origin: PictureOrigin.Uploaded);
        await store.DrawAsync(origin: PictureOrigin.Attached);

        var listed = Assert.Single((await store.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10)).Items);
        Assert.Equal((attached.Hash, PictureOrigin.Uploaded), (listed.Hash, listed.Origin));
    }

    [Fact]
    public async Task Attaching_a_deleted_picture_leaves_it_out_of_the_gallery()
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.DrawAsync("x");
        await store.Pictures.DeleteAsync(TestStore.Ann, [picture.Hash]);
        await store.DrawAsync("x", PictureOrigin.Attached);
        Assert.Empty((await store.Pictures.ListAsync(TestStore.Ann, new GalleryQuery(), 10)).Items);
    }

    [Fact]
    public async Task Two_users_share_the_file_and_nothing_else()
    {
        await using var store = await TestStore.OpenAsync();
        var mine = await store.DrawAsync("a cat");
        var theirs = await store.DrawAsync("a cat", user: store.Bob);
        await store.Pictures.StarAsync(TestStore.Ann, [mine.Hash], true);
        await store.Pictures.DeleteAsync(TestStore.Ann, [mine.Hash]);
        await store.Store.PurgeAsync(TimeSpan.Zero);

        Assert.Null(await store.Pictures.FindFileAsync(TestStore.Ann, mine.Hash));
        Assert.NotNull(await store.Pictures.FindFileAsync(store.Bob, theirs.Hash));
        Assert.False((await store.Pictures.FindAsync(store.Bob, theirs.Hash))!.IsStarred);
    }

    [Fact]
    public async Task A_file_that_was_taken_away_is_not_there_and_comes_back_with_the_same_picture()
    {
        await using var store = await TestStore.OpenAsync();
        var picture = await store.DrawAsync("x");
        File.Delete((await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash))!.Path);
        Assert.Null(await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash));
        await store.DrawAsync("x");
        Assert.NotNull(await store.Pictures.FindFileAsync(TestStore.Ann, picture.Hash));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_without_its_path()
    {
        await using var store = await TestStore.OpenAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Path, "pictures"), "in the way");
        var e = await Assert.ThrowsAsync<DataStoreException>(() => store.DrawAsync("x"));
        Assert.Equal(DataFailure.Unavailable, e.Failure);
        Assert.DoesNotContain(store.Path, e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF0000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000/0")]
    [InlineData(null)]
    public void What_is_no_hash_names_no_picture(string? text)
    {
        Assert.False(PictureHash.TryParse(text, out _));
        if (text is not null)
        {
            Assert.Throws<FormatException>(() => PictureHash.Parse(text));
        }
    }
}
