using Chameleon.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

public sealed class LoginTests(LoginTests.LoginSite site) : IClassFixture<LoginTests.LoginSite>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task The_owner_sets_up_chats_makes_a_key_and_leaves()
    {
        var page = await site.NewPageAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.GotoAsync(site.Address);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Log in" })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();

        await page.GotoAsync($"{site.Address}/setup?token={site.Services.GetRequiredService<OwnerToken>().Value}");
        await page.AssertAccessibleAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("ann");
        await page.GetByLabel("New password").FillAsync(Password);
        await page.Button("Set up the owner").ClickAsync();
        await Site.ReadyAsync(page);
        await page.TextOnlyAsync();
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "Account" }).ClickAsync();
        await page.GetByLabel("Name of the key").FillAsync("laptop");
        await page.Button("Make a key").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("sk-chameleon-");
        await page.AssertAccessibleAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.AssertAccessibleAsync();

        await page.Button("Log out").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("ann");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Button("Log in").ClickAsync();
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "What can you do?" })).ToBeVisibleAsync();
    }

    public sealed class LoginSite : Site
    {
        public LoginSite()
            : base(new Dictionary<string, string> { ["Auth"] = "true" })
        {
        }
    }
}
