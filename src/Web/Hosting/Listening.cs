using System.Net;

namespace Chameleon.Web.Hosting;

/// <summary>Where the program listens: on this machine alone, unless people log in.</summary>
internal static class Listening
{
    private const string AnyHost = "*";

    /// <summary>Sets it up.</summary>
    /// <param name="builder">Whose.</param>
    /// <param name="options">What whoever starts the program said.</param>
    /// <exception cref="ArgumentException">It would be open to others without a login, or an address is none.</exception>
    public static void ListenSafely(this WebApplicationBuilder builder, WebOptions options)
    {
        var configuration = builder.Configuration;
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "").ToArray();
        var named = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var addresses = endpoints.Length > 0 ? endpoints : named is { Length: > 0 } ? named : [Address(options)];
        if (Array.Find(addresses, address => !IsLoopback(address)) is not { } open)
        {
            builder.WebHost.UseUrls(addresses);
            return;
        }

        if (!options.Auth)
        {
            throw new ArgumentException($"Listening on {open} would let everybody in who can reach it: add --auth, or listen on this machine alone.");
        }

        builder.WebHost.UseUrls(addresses);

        // What the check of names protects are servers without a login, which a name bent to this machine would reach.
        configuration["AllowedHosts"] = options.Hosts ?? AnyHost;
    }

    /// <summary>Whether only this machine can reach an address.</summary>
    public static bool IsLoopback(string address)
    {
        // A host that is no name, like + or *, means every address.
        var host = address.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(host, UriKind.Absolute, out var uri) && uri.IsLoopback;
    }

    private static string Address(WebOptions options)
    {
        if (options.Listen is not { } listen)
        {
            return options.Port == 0 ? "http://127.0.0.1:0" : $"http://localhost:{options.Port}";
        }

        return IPAddress.TryParse(listen.Trim('[', ']'), out var address)
            ? new UriBuilder(Uri.UriSchemeHttp, address.ToString(), options.Port).Uri.GetLeftPart(UriPartial.Authority)
            : throw new ArgumentException($"--listen is '{listen}'; it must be an address, like 0.0.0.0 or ::1.");
    }
}
