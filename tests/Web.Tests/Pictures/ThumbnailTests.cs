using System.Net;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using Chameleon.Web.Pictures;
using Chameleon.Web.Tests.Data;
using Microsoft.Extensions.DependencyInjection;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Tests.Pictures;

public sealed class ThumbnailTests(WebHost host) : IClassFixture<WebHost>
{
    [Fact]
    public async Task A_large_picture_is_shown_as_a_small_square_that_is_made_once()
    {
        var pixels = new byte[600 * 300 * 3];
        Random.Shared.NextBytes(pixels);
        var hash = await AddAsync(new PixelImage(600, 300, pixels));
        using var client = host.Client();

        using var response = await client.GetAsync($"/pictures/{hash}/thumbnail?size=192");
        var small = ImageDecoder.Decode(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal((192, 192), (small.Width, small.Height));
        Assert.Equal("image/webp", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var kept = Store.SmallPath(hash, 192);
        var written = File.GetLastWriteTimeUtc(kept);
        Assert.Equal(await response.Content.ReadAsByteArrayAsync(), await client.GetByteArrayAsync($"/pictures/{hash}/thumbnail?size=192"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(kept)!, $"{hash}-*"));
    }

    [Fact]
    public async Task A_small_picture_is_shown_as_it_is()
    {
        var hash = await AddAsync(new PixelImage(64, 64, new byte[64 * 64 * 3]));
        using var response = await host.Client().GetAsync($"/pictures/{hash}/thumbnail?size=384");

        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(hash, PictureHash.Of(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Many_at_once_get_the_same_one()
    {
        var pixels = new byte[400 * 500 * 3];
        Random.Shared.NextBytes(pixels);
        var hash = await AddAsync(new PixelImage(400, 500, pixels));
        using var client = host.Client();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetByteArrayAsync($"/pictures/{hash}/thumbnail?size=384")));

        Assert.All(all, one => Assert.Equal(all[0], one));
    }

    [Theory]
    [InlineData("size=100000")]
    [InlineData("size=-1")]
    [InlineData("size=x")]
    [InlineData("")]
    public async Task Case_50_no_other_size_is_made(string query)
    {
        var hash = await AddAsync(new PixelImage(8, 8, new byte[8 * 8 * 3]));
        using var response = await host.Client().GetAsync($"/pictures/{hash}/thumbnail?{query}");

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Fact]
    public async Task Case_49_what_is_not_the_users_has_none()
    {
        using var response = await host.Client().GetAsync($"/pictures/{PictureHash.Of("none"u8)}/thumbnail?size=192");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Case_49_another_user_has_no_thumbnail_of_a_picture_even_when_it_is_made()
    {
        await using var store = await TestStore.OpenAsync();
        using var thumbnails = new PictureThumbnails(store.Pictures);
        var picture = await store.Pictures.AddAsync(
            TestStore.Ann, new NewPicture { File = ImageEncoder.Png(new PixelImage(300, 300, new byte[300 * 300 * 3])), Width = 300, Height = 300, Origin = PictureOrigin.Drawn });

        Assert.Equal("image/webp", (await thumbnails.FindAsync(TestStore.Ann, picture.Hash, 192, default))!.MediaType);
        Assert.Null(await thumbnails.FindAsync(store.Bob, picture.Hash, 192, default));
    }

    [Fact]
    public async Task Where_none_can_be_kept_the_picture_itself_is_shown()
    {
        await using var store = await TestStore.OpenAsync();
        using var thumbnails = new PictureThumbnails(store.Pictures);
        var picture = await store.Pictures.AddAsync(
            TestStore.Ann, new NewPicture { File = ImageEncoder.Png(new PixelImage(300, 300, new byte[300 * 300 * 3])), Width = 300, Height = 300, Origin = PictureOrigin.Drawn });
        await File.WriteAllTextAsync(Path.Combine(store.Path, "thumbnails"), "in the way");

        Assert.Equal("image/png", (await thumbnails.FindAsync(TestStore.Ann, picture.Hash, 192, default))!.MediaType);
    }

    private PictureStore Store => host.Services.GetRequiredService<PictureStore>();

    private async Task<PictureHash> AddAsync(PixelImage image) => (await Store.AddAsync(
        UserId.Local,
        new NewPicture { File = ImageEncoder.Png(image), Width = image.Width, Height = image.Height, Origin = PictureOrigin.Uploaded })).Hash;
}
