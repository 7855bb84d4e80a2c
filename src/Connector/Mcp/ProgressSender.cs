using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Chameleon.Connector.Mcp;

/// <summary>
/// Tells a client how far a drawing is: in order, all before the result, and never so fast that the drawing waits for the
/// client. A slow client gets the latest.
/// </summary>
internal sealed class ProgressSender : IProgress<ImageProgress>
{
    private readonly Channel<ImageProgress> reports = Channel.CreateBounded<ImageProgress>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<int, int> done = [];
    private readonly Task sending;

    /// <param name="session">Where to.</param>
    /// <param name="token">What the client called this progress.</param>
    public ProgressSender(McpSession session, ProgressToken token) => sending = SendAsync(session, token);

    /// <inheritdoc/>
    public void Report(ImageProgress value) => reports.Writer.TryWrite(value);

    /// <summary>Waits until everything is sent. A client that left is not told.</summary>
    public async Task FinishAsync()
    {
        reports.Writer.Complete();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(McpSession session, ProgressToken token)
    {
        var sent = -1;
        await foreach (var report in reports.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            done[report.Picture] = report.Done;
            if (done.Values.Sum() is var all && all <= sent)
            {
                // The protocol wants every value above the one before.
                continue;
            }

            sent = all;
            var progress = new ProgressNotificationValue
            {
                Progress = all,
                Total = report.Total * report.Pictures,
                Message = report.Ahead is { } ahead ? $"Waiting behind {ahead} others" : $"Drawing picture {report.Picture + 1} of {report.Pictures}",
            };
            await session.NotifyProgressAsync(token, progress).ConfigureAwait(false);
        }
    }
}
