using System.Net;
using Chameleon.Web.Access;
using Chameleon.Web.Data;
using Chameleon.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Access;

/// <summary>The first start with a login: nobody is the owner yet.</summary>
public sealed class SetupTests(SetupTests.NewSite site) : IClassFixture<SetupTests.NewSite>
{
    [Fact]
    public async Task Whoever_sees_the_console_becomes_the_owner_once()
    {
        var token = site.Services.GetRequiredService<OwnerToken>().Value;
        var users = site.Services.GetRequiredService<DataStore>().Users;
        var before = await site.Services.GetRequiredService<DataStore>().Chats.CreateAsync(UserId.Local, "From before");
        using var browser = new Browser(new Uri(site.Address, "/"));
        Assert.Contains("There is no owner yet", await browser.ReadAsync("/login"), StringComparison.Ordinal);

        using var wrong = await browser.SubmitAsync("/setup", "/setup", ("token", "00000000000000000000000000000000"), ("name", "eve"), ("password", AuthSite.Password));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var none = await browser.SubmitAsync("/setup", "/setup", ("token", token), ("name", "eve"), ("password", "short"));
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Null((await users.FindAsync(UserId.Local))!.PasswordHash);

        using var done = await browser.SubmitAsync($"/setup?token={token}", "/setup", ("token", token), ("name", "ann"), ("password", AuthSite.Password));
        Assert.Equal((HttpStatusCode.Found, "/"), (done.StatusCode, done.Headers.Location!.ToString()));
        Assert.Contains("From before", await browser.ReadAsync($"/c/{before.Id}"), StringComparison.Ordinal);

        using var late = await browser.SubmitAsync("/setup", "/setup", ("token", token), ("name", "eve"), ("password", AuthSite.Password));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        Assert.Equal("ann", (await users.FindAsync(UserId.Local))!.Name);
    }

    public sealed class NewSite : ApiSite
    {
        public NewSite()
            : base(new Dictionary<string, string> { ["Auth"] = "true" })
        {
        }
    }
}
