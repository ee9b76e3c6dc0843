// @vitest-environment jsdom
import { describeEnvironment } from './describe-environment.ts';

describeEnvironment('jsdom');
