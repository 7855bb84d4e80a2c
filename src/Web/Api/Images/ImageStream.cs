using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Chameleon.Connector;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Sends a picture while it is drawn. For one request.</summary>
/// <param name="context">The request.</param>
/// <param name="images">Draws.</param>
/// <param name="ask">What was asked.</param>
/// <param name="name">What the events' names begin with.</param>
internal sealed class ImageStream(HttpContext context, IImageGenerator images, ImageAsk ask, string name) : IProgress<ImageProgress>
{
    private readonly Channel<ImageProgress> news = Channel.CreateUnbounded<ImageProgress>();

    /// <summary>Previews and places in the queue are few; everything else about progress is not told.</summary>
    public void Report(ImageProgress value)
    {
        if (value.Preview is not null || value.Ahead is not null)
        {
            news.Writer.TryWrite(value);
        }
    }

    /// <summary>Draws and sends. What fails before the first news is an ordinary error; what fails later is told in the stream.</summary>
    public async Task SendAsync(ILogger log)
    {
        var drawing = images.GenerateAsync(ask.Request, ask.OptionsFor(progress: this), context.RequestAborted);
        _ = drawing.ContinueWith(_ => news.Writer.Complete(), TaskScheduler.Default);
        if (!await news.Reader.WaitToReadAsync())
        {
            // Neither a preview nor a place in the queue: done already, or refused.
            await drawing;
        }

        using var events = new EventStream(context);
        events.Begin();
        try
        {
            await SendNewsAsync(events);
            SendDone(events, await drawing);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            events.Fail(ApiErrors.Tell(exception, log));
        }

        await events.FlushAsync();
    }

    private async Task SendNewsAsync(EventStream events)
    {
        var previews = 0;
        await foreach (var progress in news.Reader.ReadAllAsync(context.RequestAborted))
        {
            if (progress.Preview is { } pixels)
            {
                var file = ImageEncoder.Png(pixels);
                var size = string.Create(CultureInfo.InvariantCulture, $"{pixels.Width}x{pixels.Height}");
                Send(events, "partial_image", new ImageEvent("", file, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), size, "png") { PartialImageIndex = previews++ });
            }
            else
            {
                events.Comment($"queued, {progress.Ahead} before this one");
            }

            await events.FlushAsync();
        }
    }

    private void SendDone(EventStream events, ImageGenerationResponse response)
    {
        var picture = response.Contents.OfType<DataContent>().Single();
        Send(events, "completed", new ImageEvent("", picture.Data, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ask.SizeOf(picture), ask.Format)
        {
            Usage = ImageUsage.Of(response.Usage),
            Seed = ImageEndpoints.SeedOf(picture),
        });
    }

    private void Send(EventStream events, string kind, ImageEvent news)
    {
        var type = $"{name}.{kind}";
        JsonSerializer.Serialize(events.BeginEvent(type), news with { Type = type }, ApiJson.Default.ImageEvent);
        events.EndEvent();
    }
}
