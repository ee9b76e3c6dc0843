// @vitest-environment node
import { describeEnvironment } from './describe-environment.ts';

describeEnvironment('node');
