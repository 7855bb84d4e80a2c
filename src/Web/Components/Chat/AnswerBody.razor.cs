using Chameleon.Web.Answers;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components;

namespace Chameleon.Web.Components.Chat;

/// <summary>
/// What an answer holds. While it is under way it is drawn anew once a frame of the browser's, and then only the blocks
/// that changed.
/// </summary>
public sealed partial class AnswerBody
{
    private readonly CancellationTokenSource gone = new();
    private IReadOnlyList<AnswerBlock> blocks = [];
    private StoredMessage? drawn;
    private LiveAnswer? watched;
    private int? ahead;
    private bool isLive;

    /// <summary>The answer.</summary>
    [Parameter, EditorRequired]
    public StoredMessage Message { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(drawn, Message))
        {
            return;
        }

        drawn = Message;
        if (Message.State == MessageState.Streaming && Desk.Find(Me.Id, Message.Id) is { } live)
        {
            Show(await live.WatchAsync(-1, gone.Token));
        }
        else
        {
            (blocks, ahead, isLive) = (AnswerBlocks.Of(Message.Parts), null, false);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (isLive && watched is null && Desk.Find(Me.Id, Message.Id) is { } live)
        {
            watched = live;
            await FollowAsync(live);
        }
    }

    private async Task FollowAsync(LiveAnswer live)
    {
        try
        {
            for (var view = await live.WatchAsync(-1, gone.Token); !view.Ended; view = await live.WatchAsync(view.Version, gone.Token))
            {
                Show(view);
                StateHasChanged();
                await Script.FrameAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The page went on to something else; the answer goes on without it.
        }
    }

    private void Show(AnswerView view) => (blocks, ahead, isLive) = (view.Blocks, view.Ahead, !view.Ended);
}
