using Chameleon.Web.Tests.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chameleon.Web.Tests.Api;

/// <summary>A program that asks for a key, lets it send three requests a minute, two at once, and whose clock stands still.</summary>
public sealed class KeyedSite : ApiSite
{
    public const string Key = "sk-a-key-that-nobody-guesses";

    public KeyedSite()
        : this(new ManualTime(), new LogLines())
    {
    }

    private KeyedSite(ManualTime time, LogLines log)
        : base(
            new Dictionary<string, string> { ["ApiKey"] = Key, ["ApiRate"] = "3", ["ApiAtOnce"] = "2", ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft"] = "Trace" },
            services => services.AddSingleton<TimeProvider>(time).AddSingleton<ILoggerProvider>(log)) => (Time, Log) = (time, log);

    internal ManualTime Time { get; }

    internal LogLines Log { get; }
}
