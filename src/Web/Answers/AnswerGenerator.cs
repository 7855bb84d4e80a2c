using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Pictures;
using Chameleon.Web.Resources;
using Microsoft.Extensions.AI;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Answers;

/// <summary>Makes one answer from the model's stream. Thread-safe.</summary>
/// <param name="client">The model.</param>
/// <param name="host">Its engine.</param>
/// <param name="chats">Knows what was said.</param>
/// <param name="messages">Tells it to the model.</param>
/// <param name="pictures">Takes what it draws.</param>
/// <param name="gallery">Told of what it draws.</param>
/// <param name="log">Told what went wrong, never what was said.</param>
internal sealed class AnswerGenerator(
    IChatClient client,
    ChameleonEngineHost host,
    ChatStore chats,
    MessageHistory messages,
    PictureStore pictures,
    GalleryFeed gallery,
    ILogger<AnswerGenerator> log)
{
    /// <summary>Makes it and ends it, whichever way it goes.</summary>
    /// <param name="answer">Where it is seen.</param>
    /// <param name="writer">Where it is kept.</param>
    /// <param name="conversation">What it is part of.</param>
    /// <param name="settings">How to answer.</param>
    /// <exception cref="DataStoreException">It could not be kept.</exception>
    public async Task AnswerAsync(LiveAnswer answer, AnswerWriter writer, ConversationId conversation, AnswerSettings settings)
    {
        try
        {
            var usage = await StreamAsync(answer, writer.Message.Id, conversation, settings);
            await writer.FinishAsync(usage);
        }
        catch (OperationCanceledException) when (answer.Stopping.IsCancellationRequested)
        {
            await writer.StopAsync();
        }
        catch (Exception exception) when (exception is not IOException)
        {
            await writer.FailAsync(Sentence(exception));
        }
    }

    private async Task<AnswerUsage?> StreamAsync(LiveAnswer answer, MessageId message, ConversationId conversation, AnswerSettings settings)
    {
        var engine = await host.GetEngineAsync(answer.Stopping);
        var options = AnswerOptions.From(settings, engine.Info, conversation);
        var history = await chats.ReadAsync(answer.User, conversation, DataLimits.Page, message);
        AnswerUsage? usage = null;
        await foreach (var update in client.GetStreamingResponseAsync(await messages.ReadAsync(answer.User, history.Messages, answer.Stopping), options, answer.Stopping))
        {
            usage = await TakeAsync(answer, update) ?? usage;
        }

        return usage;
    }

    private async Task<AnswerUsage?> TakeAsync(LiveAnswer answer, ChatResponseUpdate update)
    {
        switch ((update.RawRepresentation as ChameleonUpdate)?.Step)
        {
            case GenerationUpdate.Queued queued:
                answer.Queue(queued.Ahead);
                break;
            case GenerationUpdate.Text:
                answer.Add(update.Text);
                break;
            case GenerationUpdate.PictureProgress progress:
                answer.Draw(progress.Index, progress.Done, progress.Total, progress.Preview is { } pixels ? ImageEncoder.Png(pixels) : null);
                break;
            case GenerationUpdate.Picture picture:
                var kept = await pictures.AddAsync(answer.User, AnnotatedPicture.Of(update.Contents.OfType<DataContent>().Single().Data, picture.Pixels.Width, picture.Pixels.Height, PictureOrigin.Drawn), answer.Stopping);
                gallery.Tell(answer.User);
                answer.Add(new PicturePart(kept.Hash, kept.Width, kept.Height));
                break;
            case GenerationUpdate.IncompletePicture:
                answer.GiveUpDrawing();
                break;
            case GenerationUpdate.Finished { Usage: var usage }:
                return new AnswerUsage(
                    usage.PromptTokens, usage.TextTokens + usage.PictureTokens, usage.PictureTokens, usage.QueueTime, usage.TimeToFirstToken, usage.TotalTime);
        }

        return null;
    }

    /// <summary>What a person is told. Only what was written to be read goes out as it is.</summary>
    private string Sentence(Exception exception)
    {
        if (exception is GenerationException { Error: GenerationError.Disposed })
        {
            return Words.ModelWent;
        }

        if (exception is GenerationException { Error: not GenerationError.Failed } or ImageFormatException or NotSupportedException)
        {
            return exception.Message;
        }

        log.LogError(exception, "An answer failed.");
        return Words.AnswerFailed;
    }
}
