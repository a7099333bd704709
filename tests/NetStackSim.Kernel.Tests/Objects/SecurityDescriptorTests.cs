using System.IO.Compression;
using System.Text.RegularExpressions;

namespace NetStackSim.Kernel.Tests;

public sealed partial class SecurityDescriptorTests
{
    private static readonly Sid Alice = Sid.Parse("S-1-5-21-1-2-3-1001");
    private static readonly Sid Package = Sid.Parse("S-1-15-2-10-20-30");

    [Theory]
    [InlineData("O:SYG:SYD:(A;;CCRC;;;S-1-5-80-1-2-3-4-5)")]
    [InlineData("O:LSD:(A;;CC;;;S-1-15-3-1)(A;;CC;;;WD)(A;;CC;;;AN)")]
    [InlineData("D:(A;NP;CC;;;S-1-5-80-1)S:NO_ACCESS_CONTROL")]
    [InlineData("O:SYG:SYD:(XA;;CC;;;WD;(WIN://SYSAPPID Contains \"MSTeams_8wekyb3d8bbwe\"))(A;;CC;;;S-1-15-3-1)")]
    [InlineData("D:PAI(D;OICIIO;GA;;;BG)(A;;FA;;;BA)(A;;0x200000;;;SY)S:AI(ML;;NW;;;LW)(AU;SAFA;WD;;;WD)")]
    [InlineData("D:NO_ACCESS_CONTROL")]
    [InlineData("D:")]
    [InlineData("")]
    public void Sddl_RoundTrips(string sddl) => Assert.Equal(sddl, SecurityDescriptor.Parse(sddl).ToSddl());

    [Theory]
    [InlineData("X:SY", 2)]
    [InlineData("O:QQ", 2)]
    [InlineData("D:(A;;CC;;;WD", 13)]
    [InlineData("D:(B;;CC;;;WD)", 3)]
    [InlineData("D:(A;;ZZ;;;WD)", 6)]
    [InlineData("D:(XA;;CC;;;WD)", 14)]
    [InlineData("D:(ML;;NW;;;LW)", 14)]
    [InlineData("D:(A;;CC;;;WD)D:(A;;CC;;;WD)", 16)]
    public void Sddl_Wrong_IsRefusedWithThePosition(string sddl, int position)
    {
        Assert.False(SecurityDescriptor.TryParse(sddl, out _, out int error));
        Assert.Equal(position, error);
        Assert.Throws<FormatException>(() => SecurityDescriptor.Parse(sddl));
    }

    [Fact]
    public void Dacl_NullGrantsAll_EmptyGrantsNothing()
    {
        SimToken alice = SimToken.ForUser(Alice);
        Assert.True(SecurityDescriptor.Parse("D:NO_ACCESS_CONTROL").Matches(alice));
        Assert.True(new SecurityDescriptor(null, null, null).Matches(alice));
        Assert.False(SecurityDescriptor.Parse("D:").Matches(alice));
    }

    [Theory]
    [InlineData("D:(A;;CC;;;WD)", true)]
    [InlineData("D:(A;;DC;;;WD)", false)]
    [InlineData("D:(D;;CC;;;WD)(A;;CC;;;WD)", false)]
    [InlineData("D:(A;;CC;;;WD)(D;;CC;;;WD)", true)]
    [InlineData("D:(A;IO;CC;;;WD)", false)]
    [InlineData("D:(A;;CC;;;BA)", false)]
    [InlineData("D:(A;;CC;;;S-1-5-21-1-2-3-1001)", true)]
    [InlineData("D:(A;;CC;;;AC)", false)]
    public void Match_StandardUser_FollowsTheOrderOfTheEntries(string sddl, bool matches)
    {
        SecurityDescriptor descriptor = SecurityDescriptor.Parse(sddl);
        Assert.Equal(matches, descriptor.Matches(SimToken.ForUser(Alice)));
    }

    [Fact]
    public void Check_NamesTheDecidingEntry()
    {
        SecurityDescriptor descriptor = SecurityDescriptor.Parse("D:(A;;CC;;;SY)(D;;CC;;;BU)(A;;CC;;;WD)");
        AccessCheckResult result = descriptor.AccessCheck(SimToken.ForUser(Alice), AccessRights.MatchFilter, GenericMapping.None);
        Assert.Equal(NtStatus.AccessDenied, result.Status);
        Assert.Equal("(D;;CC;;;BU)", result.DecidingEntry!.ToString());
    }

    [Theory]
    [InlineData("D:(A;;CC;;;S-1-5-21-1-2-3-1001)(A;;CC;;;AC)", true)]
    [InlineData("D:(A;;CC;;;S-1-5-21-1-2-3-1001)(A;;CC;;;S-1-15-3-1)", true)]
    [InlineData("D:(A;;CC;;;WD)(A;;CC;;;S-1-15-2-10-20-30)", true)]
    [InlineData("D:(A;;CC;;;WD)", false)]
    [InlineData("D:(A;;CC;;;AC)", false)]
    [InlineData("D:(A;;CC;;;WD)(A;;CC;;;S-1-15-3-2)", false)]
    [InlineData("D:(D;;CC;;;S-1-15-3-1)(A;;CC;;;WD)(A;;CC;;;AC)", false)]
    public void Match_AppContainer_NeedsTheUserSideAndTheAppSide(string sddl, bool matches)
    {
        SimToken app = SimToken.ForAppContainer(Alice, Package, "Contoso.App_1", WellKnownSids.CapabilityInternetClient);
        Assert.Equal(matches, SecurityDescriptor.Parse(sddl).Matches(app));
        Assert.Equal(Package, app.PackageOrNull);
        Assert.Equal("S-1-0-0", SimToken.System.PackageOrNull.ToString());
    }

    [Theory]
    [InlineData("(WIN://SYSAPPID Contains \"contoso.app_1\")", true)]
    [InlineData("(WIN://SYSAPPID Contains \"Other\")", false)]
    [InlineData("(WIN://SYSAPPID Any_of {\"Other\", \"Contoso.App_1\"})", true)]
    [InlineData("(WIN://SYSAPPID == \"Contoso.App_1\" && !(Exists WIN://NONE))", true)]
    [InlineData("(WIN://SYSAPPID != \"Contoso.App_1\" || Member_of {SID(WD), SID(BU)})", true)]
    [InlineData("(Member_of_Any {SID(BA), SID(S-1-15-3-1)})", true)]
    [InlineData("(Not_Member_of {SID(BA)})", true)]
    [InlineData("(@User.clearance >= 3)", null)]
    [InlineData("(@User.clearance >= 3 || Exists WIN://SYSAPPID)", true)]
    [InlineData("(@User.clearance >= 3 && Member_of{SID(BA)})", false)]
    public void Condition_IsThreeValued(string text, bool? expected)
    {
        Assert.True(AceCondition.TryParse(text, out AceCondition? condition), text);
        Assert.Equal(expected, condition.Evaluate(SimToken.ForAppContainer(Alice, Package, "Contoso.App_1", WellKnownSids.CapabilityInternetClient)));
    }

    [Fact]
    public void Condition_Unknown_DoesNotGrantAndDoesDeny()
    {
        SimToken alice = SimToken.ForUser(Alice);
        Assert.False(SecurityDescriptor.Parse("D:(XA;;CC;;;WD;(@User.x == 1))").Matches(alice));
        Assert.False(SecurityDescriptor.Parse("D:(XD;;CC;;;WD;(@User.x == 1))(A;;CC;;;WD)").Matches(alice));
    }

    [Theory]
    [InlineData("")]
    [InlineData("()")]
    [InlineData("(a")]
    [InlineData("(a ==)")]
    [InlineData("(a == \"x)")]
    [InlineData("(Member_of {SID(ZZ)})")]
    [InlineData("(a == 1 &&)")]
    [InlineData("(a == 1) x")]
    public void Condition_Wrong_IsRefused(string text) => Assert.False(AceCondition.TryParse(text, out _));

    [Fact]
    public void Condition_NestedWithoutEnd_IsRefusedWithoutOverflow()
    {
        Assert.False(AceCondition.TryParse(new string('(', 100_000), out _));
        Assert.False(AceCondition.TryParse('(' + new string('!', 100_000), out _));
    }

    [Fact]
    public void Owner_MayReadAndChangeTheDacl_UnlessOwnerRightsSayOtherwise()
    {
        SimToken alice = SimToken.ForUser(Alice);
        SecurityDescriptor plain = SecurityDescriptor.Parse($"O:{Alice}D:(A;;CC;;;BA)");
        Assert.True(plain.AccessCheck(alice, AccessRights.WriteDac, GenericMapping.None).IsGranted);
        SecurityDescriptor limited = SecurityDescriptor.Parse($"O:{Alice}D:(A;;RC;;;OW)(A;;CC;;;BA)");
        Assert.False(limited.AccessCheck(alice, AccessRights.WriteDac, GenericMapping.None).IsGranted);
    }

    [Fact]
    public void Maximum_CollectsWhatIsNotDenied()
    {
        SecurityDescriptor descriptor = SecurityDescriptor.Parse("D:(D;;DC;;;BU)(A;;CCDCLC;;;WD)");
        AccessCheckResult result = descriptor.AccessCheck(SimToken.ForUser(Alice), AccessRights.MaximumAllowed, GenericMapping.None);
        Assert.Equal(0x5u, result.GrantedAccess);
    }

    [Fact]
    public void Generic_IsMapped_LabelTakesWritingFromLowerIntegrity()
    {
        SecurityDescriptor descriptor = SecurityDescriptor.Parse("D:(A;;GA;;;WD)S:(ML;;NW;;;HI)");
        SimToken alice = SimToken.ForUser(Alice);
        Assert.True(descriptor.AccessCheck(alice, AccessRights.GenericRead, GenericMapping.File).IsGranted);
        Assert.False(descriptor.AccessCheck(alice, AccessRights.GenericWrite, GenericMapping.File).IsGranted);
        Assert.True(descriptor.AccessCheck(SimToken.ForUser(Alice, administrator: true), AccessRights.GenericWrite, GenericMapping.File).IsGranted);
    }

    [Fact]
    public void SystemSecurity_NeedsThePrivilege()
    {
        SecurityDescriptor everyone = SecurityDescriptor.Parse("D:(A;;GA;;;WD)");
        Assert.False(everyone.AccessCheck(SimToken.ForUser(Alice), AccessRights.AccessSystemSecurity, GenericMapping.File).IsGranted);
        Assert.True(everyone.AccessCheck(SimToken.System, AccessRights.AccessSystemSecurity, GenericMapping.File).IsGranted);
    }

    [Fact]
    public void DenyOnlyGroup_CountsForDenyAndNotForAllow()
    {
        SimToken filtered = new(Alice) { Groups = [new TokenGroup(WellKnownSids.World), new TokenGroup(WellKnownSids.Administrators, DenyOnly: true)] };
        Assert.False(SecurityDescriptor.Parse("D:(A;;CC;;;BA)").Matches(filtered));
        Assert.False(SecurityDescriptor.Parse("D:(D;;CC;;;BA)(A;;CC;;;WD)").Matches(filtered));
    }

    [Fact]
    public void Match_AllocatesNothing()
    {
        SimToken app = SimToken.ForAppContainer(Alice, Package, "Contoso.App_1", WellKnownSids.CapabilityInternetClient);
        SecurityDescriptor descriptor = SecurityDescriptor.Parse(
            "O:SYG:SYD:(D;;CC;;;BA)(XA;;CC;;;WD;(WIN://SYSAPPID Any_of {\"a\", \"Contoso.App_1\"} && Member_of {SID(WD)}))(A;;CC;;;S-1-15-3-1)S:(ML;;NW;;;LW)");
        Assert.True(descriptor.Matches(app));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            descriptor.Matches(app);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [WfpExportFact]
    public void Sddl_OfRealExports_AllRoundTrip()
    {
        int count = 0;
        foreach (string file in Directory.GetFiles(WfpExportFactAttribute.Folder!, "*.xml.gz").Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            foreach (Match match in SdElement().Matches(reader.ReadToEnd()))
            {
                string sddl = System.Net.WebUtility.HtmlDecode(match.Groups[1].Value);
                Assert.True(SecurityDescriptor.TryParse(sddl, out SecurityDescriptor? descriptor, out int position), $"{file}: at {position} of {sddl}");
                Assert.Equal(sddl, descriptor.ToSddl());
                count++;
            }
        }

        Assert.True(count > 1000, $"{count} descriptors");
    }

    [Fact]
    public void Sddl_Mutated_NeverThrows()
    {
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = 11 }).Random["sddl"];
        string[] seeds =
        [
            "O:SYG:SYD:(XA;;CC;;;WD;(WIN://SYSAPPID Contains \"MSTeams_8wekyb3d8bbwe\"))(A;;CC;;;S-1-15-3-1)",
            "D:PAI(D;OICIIO;GA;;;BG)(A;;0x200000;;;SY)S:AI(ML;;NW;;;LW)(AU;SAFA;WD;;;WD)",
        ];
        const string Alphabet = "()ADSXO:;-0123456789\"&|!{}=<> CWN_x";
        for (int i = 0; i < 50_000; i++)
        {
            char[] text = seeds[random.Next(seeds.Length)].ToCharArray();
            for (int n = random.Next(6); n >= 0; n--)
            {
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            if (SecurityDescriptor.TryParse(text.AsSpan(0, random.Next(text.Length + 1)), out SecurityDescriptor? read))
            {
                read.Matches(SimToken.System);
                Assert.True(SecurityDescriptor.TryParse(read.ToSddl(), out _), read.ToSddl());
            }
        }
    }

    [GeneratedRegex("<sd>([^<]*)</sd>")]
    private static partial Regex SdElement();
}
