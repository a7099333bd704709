namespace NetStackSim.Wfp.Tests;

/// <summary>
/// The worked examples A1 to A22 of the specification at the layers of both families with both engines: the decision, whether it is hard, the terminating
/// filter of each sublayer, the rights with which callouts were asked, and the filter that the net event names.
/// </summary>
public sealed class WorkedExampleTests
{
    [Theory]
    [EngineCases]
    public void A01_NothingMatched_IsPermittedByDefault(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier);
        example.Expect("Permit soft by default", "");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A02_PermitFilter_PermitsSoftly(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF");
        example.Expect("Permit soft by S3:PF", "S3:PF Permit soft Decided");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A03_SoftPermit_IsOverriddenByABlockBelow(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF", s2: "BF");
        example.Expect("Block hard by S2:BF", "S3:PF Permit soft Decided, S2:BF Block hard Overrode");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A04_HardPermit_StandsAgainstABlockFilter(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF!", s2: "BF");
        example.Expect("Permit hard by S3:PF!", "S3:PF! Permit hard Decided, S2:BF Block hard Ignored");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A05_HardPermit_IsVetoedByACallout(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF!", s2: "BC");
        example.Expect("Block hard veto by S2:BC", "S3:PF! Permit hard Decided, S2:BC Block hard Vetoed", "S2:BC Permit-");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A06_Veto_IsFinal(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF!", s2: "BC", s1: "PF!");
        example.Expect("Block hard veto by S2:BC", "S3:PF! Permit hard Decided, S2:BC Block hard Vetoed, S1:PF! Permit hard Ignored", "S2:BC Permit-");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A07_BlockFilter_IsHard(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "BF", s2: "PF!");
        example.Expect("Block hard by S3:BF", "S3:BF Block hard Decided, S2:PF! Permit hard Ignored");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A08_SoftBlockOfACallout_IsOverridden(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "BC", s2: "PF");
        example.Expect("Permit soft by S2:PF", "S3:BC Block soft Decided, S2:PF Permit soft Overrode", "S3:BC None+");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A09_SoftBlockOfACallout_StandsAlone(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "BC");
        example.Expect("Block soft by S3:BC", "S3:BC Block soft Decided", "S3:BC None+");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A10_HardBlockOfACallout_StandsAgainstAHardPermit(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "BC!", s2: "PF!");
        example.Expect("Block hard by S3:BC!", "S3:BC! Block hard Decided, S2:PF! Permit hard Ignored", "S3:BC! None+");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A11_BlockFilterBelowAPermittingCallout_Decides(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PC", s2: "BF", s1: "PF");
        example.Expect("Block hard by S2:BF", "S3:PC Permit soft Decided, S2:BF Block hard Overrode, S1:PF Permit soft Ignored", "S3:PC None+");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A12_CalloutThatContinues_LeavesItToTheNext(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "CC", s2: "PF");
        example.Expect("Permit soft by S2:PF", "S2:PF Permit soft Decided", "S3:CC None+");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A13_UnregisteredTerminatingCallout_Blocks(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "UT", s2: "PF");
        example.Expect("Block hard by S3:UT", "S3:UT Block hard Decided, S2:PF Permit soft Ignored");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A14_UnregisteredTerminatingCallout_PermitsOnRequest(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "UTP");
        example.Expect("Permit soft by S3:UTP", "S3:UTP Permit soft Decided");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A15_UnregisteredInspectionCallout_IsIgnored(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "UI", s2: "BF");
        example.Expect("Block hard by S2:BF", "S2:BF Block hard Decided");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A16_SameSubLayer_HeavierBlockComesFirst(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF:10,BF:20");
        example.Expect("Block hard by S3:BF", "S3:BF Block hard Decided");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A17_SameSubLayer_BlockBehindAPermitIsNeverReached(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF:20,BF:10");
        example.Expect("Permit soft by S3:PF", "S3:PF Permit soft Decided");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A18_SameSubLayer_InspectionRunsAndTheBlockDecides(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "IC:30,BF:20");
        example.Expect("Block hard by S3:BF", "S3:BF Block hard Decided", "S3:IC None+");
        Assert.Empty(example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A19_TerminatingCalloutThatContinues_Blocks(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "TC");
        example.Expect("Block soft by S3:TC", "S3:TC Block soft Decided", "S3:TC None+");
        Assert.Equal([ContractRule.TerminatingDidNotDecide], example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A20_InspectionCalloutThatBlocks_Continues(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "IB", s1: "PF");
        example.Expect("Permit soft by S1:PF", "S1:PF Permit soft Decided", "S3:IB None+");
        Assert.Equal([ContractRule.InspectionDecided], example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A21_CalloutThatPermitsWithoutTheRight_IsReported(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "BC!", s2: "PC");
        example.Expect("Block hard by S3:BC!", "S3:BC! Block hard Decided, S2:PC Permit hard Ignored", "S3:BC! None+, S2:PC Block-");
        Assert.Equal([ContractRule.PermitWithoutRight], example.Violations);
    }

    [Theory]
    [EngineCases]
    public void A22_SoftPermit_MadeHardByACalloutBelow(LayerId layer, ClassifierKind classifier)
    {
        WorkedExample example = new(layer, classifier, s3: "PF", s2: "PC!", s1: "BF");
        example.Expect("Permit hard by S2:PC!", "S3:PF Permit soft Decided, S2:PC! Permit hard Overrode, S1:BF Block hard Ignored", "S2:PC! Permit+");
        Assert.Empty(example.Violations);
    }
}
