using System.Diagnostics;
using Chameleon.Web.Access;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Chameleon.Web.Hosting;

/// <summary>Says where the page is, and opens it where there is a desktop.</summary>
internal static class Welcome
{
    /// <summary>Does so once the program listens.</summary>
    public static void SayWhenReady(WebApplication app, WebOptions options) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is null)
        {
            return;
        }

        Console.WriteLine($"Chameleon is at {address} (Ctrl+C ends it)");
        if (options.Auth)
        {
            _ = SayHowToBeginAsync(app.Services, address);
        }
        else if (options.Open && HasDesktop)
        {
            Open(address);
        }
    });

    /// <summary>Only whoever sees the console becomes the owner.</summary>
    private static async Task SayHowToBeginAsync(IServiceProvider services, string address)
    {
        if (!await services.GetRequiredService<LoginDesk>().HasOwnerAsync(CancellationToken.None))
        {
            Console.WriteLine($"Nobody owns it yet. Set up the owner at {address}/setup?token={services.GetRequiredService<OwnerToken>().Value}");
        }
    }

    private static bool HasDesktop =>
        Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };

    private static void Open(string address)
    {
        try
        {
            using var opener = Process.Start(new ProcessStartInfo("xdg-open", address) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // A desktop without the usual way to open things; the address stands above.
        }
    }
}
