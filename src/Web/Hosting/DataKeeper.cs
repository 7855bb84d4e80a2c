using Chameleon.Web.Data;

namespace Chameleon.Web.Hosting;

/// <summary>Removes for good what was deleted long ago: when the program starts, and once a day.</summary>
/// <param name="store">From where.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Told when it could not be done; the next day is another try.</param>
internal sealed class DataKeeper(DataStore store, TimeProvider time, ILogger<DataKeeper> log) : BackgroundService
{
    /// <summary>So long what was deleted can be brought back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await store.PurgeAsync(Grace, stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (DataStoreException exception)
            {
                log.LogWarning(exception, "What was deleted could not be removed for good.");
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
