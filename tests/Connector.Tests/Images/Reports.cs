namespace Chameleon.Connector.Tests.Images;

/// <summary>Keeps what is reported, on the reporting thread: nothing comes late.</summary>
internal sealed class Reports : IProgress<ImageProgress>
{
    private readonly Action<ImageProgress>? told;
    private readonly List<ImageProgress> all = [];

    public Reports(Action<ImageProgress>? told = null) => this.told = told;

    public IReadOnlyList<ImageProgress> All
    {
        get
        {
            lock (all)
            {
                return [.. all];
            }
        }
    }

    public void Report(ImageProgress value)
    {
        lock (all)
        {
            all.Add(value);
        }

        told?.Invoke(value);
    }
}
