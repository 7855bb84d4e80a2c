using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary><c>images/generations</c> and <c>images/edits</c>.</summary>
internal static class ImageEndpoints
{
    /// <summary>Draws from words.</summary>
    public static async Task GenerateAsync(HttpContext context, ApiModel model, ILogger<ApiModel> log) =>
        await DrawAsync(context, model, await ApiBody.ReadAsync(context, body => ImageAskReader.Read(body)), "image_generation", log);

    /// <summary>Draws from words after given pictures.</summary>
    public static async Task EditAsync(HttpContext context, ApiModel model, ILogger<ApiModel> log) =>
        await DrawAsync(context, model, await ImageForm.ReadAsync(context), "image_edit", log);

    private static async Task DrawAsync(HttpContext context, ApiModel model, ImageAsk ask, string name, ILogger log)
    {
        model.Check(ask.Model);
        if (ask.IsStreamed)
        {
            await new ImageStream(context, model.Images, ask, name).SendAsync(log);
            return;
        }

        var response = await model.Images.GenerateAsync(ask.Request, ask.OptionsFor(progress: null), context.RequestAborted);
        DataContent[] pictures = [.. response.Contents.OfType<DataContent>()];
        var answer = new ImageAnswer(
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            [.. pictures.Select(picture => new ImageFile(picture.Data, SeedOf(picture)))],
            ask.Format,
            pictures.Length > 0 ? ask.SizeOf(pictures[0]) : "",
            ImageUsage.Of(response.Usage));
        await context.Response.WriteAsJsonAsync(answer, ApiJson.Default.ImageAnswer);
    }

    /// <summary>The seed with which a picture was drawn.</summary>
    public static long? SeedOf(DataContent picture) => picture.AdditionalProperties?[ChameleonOptionNames.Seed] as long?;
}
