using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Pictures;
using Chameleon.Web.Tests.Data;
using Microsoft.Extensions.DependencyInjection;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Tests.Gallery;

public sealed class GalleryEndpointsTests(WebHost host) : IClassFixture<WebHost>
{
    private PictureStore Pictures => host.Services.GetRequiredService<PictureStore>();

    private DownloadTickets Tickets => host.Services.GetRequiredService<DownloadTickets>();

    [Fact]
    public async Task Case_51_chosen_pictures_come_as_one_zip_file_whose_names_are_ours()
    {
        var pictures = new List<PictureHash>();
        for (var i = 0; i < 3; i++)
        {
            pictures.Add((await Pictures.AddAsync(UserId.Local, TestStore.NewPicture($"../../{i}<script>"))).Hash);
        }

        using var client = host.Client();
        using var response = await client.GetAsync(GalleryEndpoints.AddressOf(Tickets.Issue(UserId.Local, [.. pictures, PictureHash.Of("none"u8)])));

        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=chameleon-pictures.zip; filename*=UTF-8''chameleon-pictures.zip", response.Content.Headers.ContentDisposition!.ToString());
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.Equal(3, zip.Entries.Count);
        Assert.All(zip.Entries, entry => Assert.Matches("^chameleon-[0-9]{8}-[0-9]{6}-[0-9a-f]{12}\\.png$", entry.FullName));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2f..")]
    public async Task Case_49_a_ticket_that_was_never_issued_finds_nothing(string ticket)
    {
        using var client = host.Client();
        using var response = await client.GetAsync(GalleryEndpoints.AddressOf(ticket));
        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Fact]
    public async Task An_uploaded_picture_is_in_the_gallery_and_every_open_page_hears_of_it()
    {
        var told = 0;
        var feed = host.Services.GetRequiredService<GalleryFeed>();
        feed.Changed += _ => Interlocked.Increment(ref told);

        var hash = await UploadAsync(TestStore.Png(null, shade: 77));

        var picture = (await Pictures.FindAsync(UserId.Local, hash))!;
        Assert.Equal(PictureOrigin.Uploaded, picture.Origin);
        Assert.Null(picture.Prompt);
        Assert.NotNull(await Pictures.PositionAsync(UserId.Local, new GalleryQuery(Origin: PictureOrigin.Uploaded), hash));
        Assert.True(told > 0);
    }

    [Fact]
    public async Task An_uploaded_drawing_of_ours_brings_its_words_seed_and_settings_and_is_found_by_them()
    {
        var file = ImageEncoder.Png(new PixelImage(2, 2, new byte[12]), new Dictionary<string, string>
        {
            ["prompt"] = "a violet rhombus, <script>alert(1)</script>",
            ["negative prompt"] = "blurry",
            ["seed"] = "42",
            ["settings"] = "temperature 0.8, top-p 0.95, top-k 0, guidance text 2.5, guidance image 1.1",
            ["model"] = new string('m', 1000),
        });

        var picture = (await Pictures.FindAsync(UserId.Local, await UploadAsync(file)))!;

        Assert.Equal("a violet rhombus, <script>alert(1)</script>", picture.Prompt);
        Assert.Equal(42, picture.Seed);
        Assert.Equal(DataLimits.Title, picture.Model!.Length);
        Assert.Equal(
            new PictureSettings { Temperature = 0.8, TopP = 0.95, GuidanceText = 2.5, GuidanceImage = 1.1, NegativePrompt = "blurry" },
            PictureSettings.Read(picture.SettingsJson));
        Assert.Equal(0, await Pictures.PositionAsync(UserId.Local, new GalleryQuery("violet rhom"), picture.Hash));
    }

    private async Task<PictureHash> UploadAsync(byte[] file)
    {
        using var client = await host.ClientWithTokenAsync();
        using var response = await client.PostAsync("/pictures?gallery=true", WebHost.Body(file));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return PictureHash.Parse((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("hash").GetString()!);
    }
}
