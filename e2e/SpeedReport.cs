namespace Chameleon.e2e;

/// <summary>What was measured in this run, a line each, beside the tests.</summary>
internal static class SpeedReport
{
    private static readonly Lock Writing = new();
    private static bool isBegun;

    public static void Say(string line)
    {
        lock (Writing)
        {
            var path = Path.Combine(AppContext.BaseDirectory, "speed.txt");
            if (!isBegun)
            {
                File.Delete(path);
                isBegun = true;
            }

            File.AppendAllText(path, $"{line}\n");
        }
    }
}
