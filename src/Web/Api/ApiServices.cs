using Chameleon.Connector;
using Chameleon.Connector.Telemetry;
using Chameleon.Web.Hosting;

namespace Chameleon.Web.Api;

/// <summary>What the API is made of.</summary>
internal static class ApiServices
{
    /// <summary>Registers it.</summary>
    public static void AddApi(this IServiceCollection services, WebOptions options)
    {
        services.AddSingleton(provider => new ChameleonImageGenerator(provider.GetRequiredService<ChameleonEngineHost>()).WithOpenTelemetry());
        services.AddSingleton<ApiModel>();
        services.AddSingleton(options);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<CallerLimits>();
    }
}
