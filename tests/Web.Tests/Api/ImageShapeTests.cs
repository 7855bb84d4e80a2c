using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chameleon.Connector;

namespace Chameleon.Web.Tests.Api;

public sealed class ImageShapeTests(ApiSite site) : IClassFixture<ApiSite>
{
    [Fact]
    public async Task The_same_seed_draws_the_same_picture_and_each_says_its_own()
    {
        var two = await site.AskAsync("images/generations", new { prompt = "Draw a big red star.", n = 2, seed = 7 });
        var second = two.GetProperty("data")[1];
        var again = await site.AskAsync("images/generations", new { prompt = "Draw a big red star.", seed = second.GetProperty("seed").GetInt64() });

        Assert.Equal(7, two.GetProperty("data")[0].GetProperty("seed").GetInt64());
        Assert.Equal(second.GetProperty("b64_json").GetString(), again.GetProperty("data")[0].GetProperty("b64_json").GetString());
        Assert.Equal(("png", $"{site.Engine.Info.PictureSize}x{site.Engine.Info.PictureSize}"), (two.GetProperty("output_format").GetString(), two.GetProperty("size").GetString()));
    }

    [Theory]
    [InlineData("png", "iVBOR")]
    [InlineData("jpeg", "/9j/")]
    [InlineData("webp", "UklGR")]
    public async Task Size_and_format_are_those_that_were_asked_for(string format, string beginning)
    {
        var answer = await site.AskAsync("images/generations", new { prompt = "Draw.", size = "40x24", output_format = format });

        Assert.Equal(("40x24", format), (answer.GetProperty("size").GetString(), answer.GetProperty("output_format").GetString()));
        Assert.StartsWith(beginning, answer.GetProperty("data")[0].GetProperty("b64_json").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_watched_comes_in_previews_and_then_whole()
    {
        using var response = await site.PostAsync("images/generations", new { prompt = "Draw a star.", stream = true, partial_images = 3, seed = 1 });
        var text = await response.Content.ReadAsStringAsync();
        Check(text, "image_generation", 3);
    }

    [Fact]
    public async Task A_picture_after_another_is_watched_too()
    {
        using var form = Form(("prompt", "Draw it in blue."), ("stream", "true"), ("partial_images", "1"), ("seed", "3"), ("model", ApiSite.Model));
        using var response = await site.Http.PostAsync($"{site.Address}/images/edits", form);

        Check(await response.Content.ReadAsStringAsync(), "image_edit", 1);
    }

    [Fact]
    public async Task What_a_picture_cannot_be_changed_by_is_refused_by_name()
    {
        using var form = Form(("prompt", "Draw it in blue."), ("colour", "blue"));
        using var response = await site.Http.PostAsync($"{site.Address}/images/edits", form);

        Assert.Contains("'colour'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "opaque everywhere")]
    [InlineData(2, "more than one 'mask'")]
    public async Task A_mask_of_no_use_is_refused_in_a_sentence(int count, string reason)
    {
        using var form = Form(("prompt", "Draw it in blue."));
        for (var i = 0; i < count; i++)
        {
            form.Add(new ByteArrayContent(ApiSite.Star), "mask", "mask.png");
        }

        using var response = await site.Http.PostAsync($"{site.Address}/images/edits", form);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("x.png\0.exe")]
    [InlineData("CON")]
    [InlineData("\u202egnp.exe")]
    public async Task Case_50_the_name_of_a_file_means_nothing(string name)
    {
        using var form = Form(("prompt", "Draw."));
        form.First(part => part.Headers.ContentDisposition!.Name == "image").Headers.ContentDisposition!.FileName = $"\"{Uri.EscapeDataString(name)}\"";
        using var response = await site.Http.PostAsync($"{site.Address}/images/edits", form);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        var picture = new ByteArrayContent(ApiSite.Star) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        form.Add(picture, "image", "star.png");
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value, Encoding.UTF8), name);
        }

        return form;
    }

    private static void Check(string text, string name, int mostPreviews)
    {
        string[][] events = [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(one => !one.StartsWith(':')).Select(one => one.Split('\n'))];
        Assert.InRange(events.Length, 2, mostPreviews + 1);
        for (var i = 0; i < events.Length; i++)
        {
            var data = JsonDocument.Parse(events[i][1]["data: ".Length..]).RootElement;
            var kind = $"{name}.{(i == events.Length - 1 ? "completed" : "partial_image")}";
            Assert.Equal(($"event: {kind}", kind), (events[i][0], data.GetProperty("type").GetString()));
            Assert.StartsWith("iVBOR", data.GetProperty("b64_json").GetString(), StringComparison.Ordinal);
            Assert.Equal(i < events.Length - 1, data.TryGetProperty("partial_image_index", out var index) && index.GetInt32() == i);
        }

        var last = JsonDocument.Parse(events[^1][1]["data: ".Length..]).RootElement;
        Assert.True(last.GetProperty("usage").GetProperty("output_tokens").GetInt32() > 0);
        Assert.NotNull(PictureNotes.Read(last.GetProperty("b64_json").GetBytesFromBase64()));
    }
}
