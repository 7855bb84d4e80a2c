using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Pictures;

namespace Chameleon.Web.Tests.Pictures;

public sealed class PictureEndpointsTests(WebHost host) : IClassFixture<WebHost>
{
    private static readonly byte[] Star = ExamplePictures.Find("red-star.png")!;

    [Fact]
    public async Task A_picture_comes_back_with_the_pixels_that_were_sent()
    {
        using var client = await host.ClientWithTokenAsync();

        var address = await SendAsync(client, Star);
        using var response = await client.GetAsync(address);

        Assert.Equal(Pixels(Star), Pixels(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal("image/png", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Matches("^inline; filename=\"chameleon-[0-9a-f]{12}\\.png\"$", response.Content.Headers.GetValues("Content-Disposition").Single());
    }

    [Fact]
    public async Task Case_28_what_a_photo_says_about_itself_is_not_kept()
    {
        using var client = await host.ClientWithTokenAsync();
        var photo = ImageEncoder.Png(ImageDecoder.Decode(Star), new Dictionary<string, string> { ["Comment"] = "taken at home" });

        var kept = await client.GetByteArrayAsync(await SendAsync(client, photo));

        Assert.Equal(-1, kept.AsSpan().IndexOf("taken at home"u8));
        Assert.Empty(PngText.Read(kept));
    }

    [Fact]
    public async Task A_drawing_of_ours_keeps_how_it_was_made()
    {
        using var client = await host.ClientWithTokenAsync();
        var drawing = ImageEncoder.Png(ImageDecoder.Decode(Star), new Dictionary<string, string> { ["prompt"] = "a red star", ["seed"] = "7", ["GPS"] = "at home", ["workflow"] = "{}" });

        var kept = await client.GetByteArrayAsync(await SendAsync(client, drawing));

        Assert.Equal("a red star", PngText.Read(kept)["prompt"]);
        Assert.Equal(["prompt", "seed"], PngText.Read(kept).Keys.Order());
    }

    [Fact]
    public async Task Case_50_a_page_without_the_token_cannot_send()
    {
        using var client = host.Client();
        using var response = await client.PostAsync("/pictures", WebHost.Body(Star));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Case_50_another_browsers_token_is_none()
    {
        using var client = await host.ClientWithTokenAsync();
        using var other = host.Client();
        other.DefaultRequestHeaders.Add("RequestVerificationToken", client.DefaultRequestHeaders.GetValues("RequestVerificationToken"));
        using var response = await other.PostAsync("/pictures", WebHost.Body(Star));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    public static TheoryData<string, byte[]> NoPictures { get; } = new()
    {
        { "SVG", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray() },
        { "web page", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray() },
        { "program", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1] },
        { "damaged", [.. ExamplePictures.Find("red-star.png")!.Take(200)] },
        { "known kind", [1, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(NoPictures))]
    public async Task Case_50_what_is_no_picture_is_refused_in_a_sentence(string word, byte[] file)
    {
        using var client = await host.ClientWithTokenAsync();
        using var response = await client.PostAsync("/pictures", WebHost.Body(file));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(word, await ProblemAsync(response), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Case_50_an_empty_file_is_refused_with_the_limit()
    {
        using var client = await host.ClientWithTokenAsync();
        using var response = await client.PostAsync("/pictures", WebHost.Body([]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("32 MB", await ProblemAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_50_a_file_beyond_the_limit_is_refused_before_it_is_read()
    {
        using var client = await host.ClientWithTokenAsync();
        using var response = await client.PostAsync("/pictures", WebHost.Body(new byte[PictureIntake.MaxBytes + 1]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("32 MB", await ProblemAsync(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pictures/..%2f..%2fappsettings.json")]
    [InlineData("/pictures/CON")]
    [InlineData("/pictures/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/examples/..%2fWords.resources")]
    [InlineData("/previews/1/0")]
    public async Task Case_50_names_that_are_none_find_nothing(string path)
    {
        using var response = await host.Client().GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static byte[] Pixels(byte[] file) => ImageDecoder.Decode(file).Data;

    private static async Task<string> SendAsync(HttpClient client, byte[] file)
    {
        using var response = await client.PostAsync("/pictures", WebHost.Body(file));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var taken = await response.Content.ReadFromJsonAsync<JsonElement>();
        return $"/pictures/{taken.GetProperty("hash").GetString()}";
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("problem").GetString()!;
}
