using Chameleon.Web.Access;
using Chameleon.Web.Data;
using Chameleon.Web.Tests.Api;
using Chameleon.Web.Tests.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Access;

/// <summary>A program in which people log in, with an owner and another user, and a clock that stands still.</summary>
public sealed class AuthSite : ApiSite
{
    public const string Password = "correct horse battery";

    public AuthSite()
        : this(new ManualTime())
    {
    }

    private AuthSite(ManualTime time)
        : base(new Dictionary<string, string> { ["Auth"] = "true" }, services => services.AddSingleton<TimeProvider>(time)) => Time = time;

    internal ManualTime Time { get; }

    internal DataStore Store => Services.GetRequiredService<DataStore>();

    internal string Token => Services.GetRequiredService<OwnerToken>().Value;

    internal UserId Bob { get; private set; }

    /// <summary>A browser in which nobody is logged in.</summary>
    public Browser Open()
    {
        // All tries are there again.
        Time.Advance(TimeSpan.FromMinutes(5));
        return new Browser(new Uri(Address, "/"));
    }

    /// <summary>A browser in which somebody is logged in.</summary>
    public async Task<Browser> OpenAsync(string name)
    {
        var browser = Open();
        using var response = await browser.LogInAsync(name, Password);
        Assert.Equal(System.Net.HttpStatusCode.Found, response.StatusCode);
        return browser;
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var hash = await PasswordHash.MakeAsync(Password);
        Assert.NotNull(await Store.Users.ClaimOwnerAsync("ann", hash));
        Bob = (await Store.Users.CreateAsync("bob", hash))!.Id;
    }
}
